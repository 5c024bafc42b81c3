/** What one request makes the AppServer ask of the cloud, and how often: the shape of `costs.json`. */

/** Whose rows a call of Tablestore touches, by the first column of their key: it decides what shares a partition. */
export type Place = 'room' | 'one' | 'own';

/** One kind of call of the cloud: an operation on a table (`get rooms`), or an action of the OpenAPI. */
export interface Call {
  readonly name: string;
  /** Absent for the OpenAPI. */
  readonly rows?: {
    readonly place: Place;
    readonly readUnits: number;
    readonly writeUnits: number;
  };
  /** Of a request; several rows of one place count together. */
  readonly times: number;
}

/**
 * Whose next request makes a call again:
 * - `stage`, `room`: anybody's, on whichever instance; the other instances find it done
 * - `instance`, `instance-room`: each instance does it for itself, once or for each room
 * - `viewer`: each viewer's, on each instance
 */
export type Scope = 'stage' | 'room' | 'instance' | 'instance-room' | 'viewer';

export interface TimedCall extends Call {
  /** At the earliest so many milliseconds after the last time. */
  readonly everyMs: number;
  readonly scope: Scope;
  /** Whether it is made at the end of that time as well, where somebody asked too early. */
  readonly isTrailing: boolean;
}

export interface EndpointCost {
  /** With every request. */
  readonly always: readonly Call[];
  /** With the first request of a viewer in a room that an instance sees. */
  readonly firstOfViewer: readonly Call[];
  readonly timed: readonly TimedCall[];
  /** Calls of `always` that a crowd in one room shares: at most one in so many milliseconds for each instance. */
  readonly joined: Readonly<Record<string, number>>;
}

export interface Costs {
  /** Of the AppServer that was measured. */
  readonly about: string;
  readonly endpoints: Readonly<Record<string, EndpointCost>>;
  /** Actions that the AppServer asks for more seldom once the service says that it was too often. */
  readonly yielding: readonly string[];
}

/** Calls of a request, several of one kind together. */
export function grouped(calls: readonly Call[]): Call[] {
  const known = new Map<string, Call>();
  for (const call of calls) {
    const before = known.get(keyOf(call));
    known.set(keyOf(call), before ? added(before, call, 1) : call);
  }
  return [...known.values()];
}

/** Calls of `more` that `less` lacks. */
export function without(more: readonly Call[], less: readonly Call[]): Call[] {
  const taken = new Map(less.map((call) => [keyOf(call), call]));
  return more.flatMap((call) => {
    const other = taken.get(keyOf(call));
    const rest = other ? added(call, other, -1) : call;
    return rest.times > 0 ? [rest] : [];
  });
}

export function keyOf({ name, rows }: Pick<Call, 'name' | 'rows'>): string {
  return rows ? `${name} by ${rows.place}` : name;
}

function added(call: Call, other: Call, sign: 1 | -1): Call {
  const times = call.times + sign * other.times;
  if (!call.rows || !other.rows) return { name: call.name, times };
  return {
    name: call.name,
    times,
    rows: {
      place: call.rows.place,
      readUnits: call.rows.readUnits + sign * other.rows.readUnits,
      writeUnits: call.rows.writeUnits + sign * other.rows.writeUnits,
    },
  };
}
