/** What a stage is made of, as a person draws it: components with the resources behind each, and what flows between them. */
import { isObject, type Template, type TemplateResource } from '../../cdk/template.ts';

export interface Component {
  readonly id: string;
  readonly title: string;
  /** One line below the title. */
  readonly detail: string;
  /** 0: people and tools, 1: what they reach, 2: what stands behind. */
  readonly column: 0 | 1 | 2;
  /** Logical ids; empty for what is outside of the stack. */
  readonly resources: readonly string[];
}

export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** Only while a deployment runs. */
  readonly isDeployment?: boolean;
}

export interface Architecture {
  readonly title: string;
  readonly components: readonly Component[];
  readonly flows: readonly Flow[];
}

type Entry = readonly [logicalId: string, resource: TemplateResource];

interface Kind extends Omit<Component, 'resources' | 'detail'> {
  readonly of: (entry: Entry) => boolean;
  readonly detail: (entries: readonly Entry[]) => string;
}

const typed =
  (pattern: RegExp) =>
  ([, { Type }]: Entry): boolean =>
    pattern.test(Type);

const domainOf =
  (type: string) =>
  ([, resource]: Entry): boolean => {
    const parameters = resource.Properties?.Parameters;
    return resource.Type === 'Custom::LiveDomain' && isObject(parameters) && parameters.DomainType === type;
  };

const belongsTo =
  (id: string) =>
  ([logicalId, { Type }]: Entry): boolean =>
    logicalId.startsWith(id) && /^ALIYUN::(FC|FC3|RAM)::|^Custom::AppServer/.test(Type);

/** In the order of the drawing; a resource belongs to the first that takes it. */
const KINDS: readonly Kind[] = [
  { id: 'ingest', title: 'Ingest domain', column: 1, of: domainOf('liveEdge'), detail: () => 'RTMP, SRT; signed URLs' },
  {
    id: 'streaming',
    title: 'Streaming domain',
    column: 1,
    of: domainOf('liveVideo'),
    detail: () => 'FLV, HLS, ARTC; signed URLs',
  },
  {
    id: 'appServer',
    title: 'AppServer',
    column: 1,
    of: belongsTo('AppServer'),
    detail: (entries) => functionDetail(entries),
  },
  {
    id: 'messaging',
    title: 'Interactive messaging',
    column: 1,
    of: typed(/^Custom::LiveMessage/),
    detail: () => 'a group for each room',
  },
  {
    id: 'artc',
    title: 'ARTC',
    column: 1,
    of: typed(/^Custom::Artc/),
    detail: () => 'co-streaming, relayed to viewers',
  },
  {
    id: 'provisioner',
    title: 'Provisioner',
    column: 1,
    of: belongsTo('Provisioner'),
    detail: () => 'custom resources of ROS',
  },
  {
    id: 'vod',
    title: 'ApsaraVideo VOD',
    column: 2,
    of: typed(/^Custom::(LiveRecording|Vod)/),
    detail: () => 'recordings for replay',
  },
  {
    id: 'database',
    title: 'Tablestore',
    column: 2,
    of: typed(/^ALIYUN::OTS::/),
    detail: (entries) => `${entries.filter(typed(/::Table$/)).length} tables`,
  },
  { id: 'logs', title: 'Log Service', column: 2, of: typed(/^ALIYUN::SLS::/), detail: () => 'logs of both functions' },
  {
    id: 'dns',
    title: 'DNS zone',
    column: 2,
    of: typed(/^ALIYUN::DNS::/),
    detail: (entries) => `${entries.length} records`,
  },
];

const PEOPLE: readonly Component[] = [
  { id: 'streamer', title: 'Streamers', detail: 'anchor and guests', column: 0, resources: [] },
  { id: 'viewer', title: 'Viewers', detail: 'web, iOS, Android', column: 0, resources: [] },
  { id: 'ros', title: 'ROS', detail: 'this template', column: 0, resources: [] },
];

/** Drawn when both ends are in the stack. */
const FLOWS: readonly Flow[] = [
  { from: 'streamer', to: 'ingest', label: 'push' },
  { from: 'streamer', to: 'appServer', label: 'API' },
  { from: 'streamer', to: 'messaging', label: 'chat' },
  { from: 'streamer', to: 'artc', label: 'co-stream' },
  { from: 'viewer', to: 'streaming', label: 'play' },
  { from: 'viewer', to: 'appServer', label: 'API' },
  { from: 'viewer', to: 'messaging', label: 'chat' },
  { from: 'ingest', to: 'streaming', label: 'mapped' },
  { from: 'ingest', to: 'appServer', label: 'callbacks' },
  { from: 'messaging', to: 'appServer', label: 'events' },
  { from: 'artc', to: 'streaming', label: 'relay' },
  { from: 'streaming', to: 'vod', label: 'record' },
  { from: 'vod', to: 'appServer', label: 'replay' },
  { from: 'appServer', to: 'database', label: 'rooms, users' },
  { from: 'appServer', to: 'logs', label: 'logs' },
  { from: 'ros', to: 'provisioner', label: 'deploy', isDeployment: true },
  { from: 'provisioner', to: 'database', label: 'keys', isDeployment: true },
  { from: 'provisioner', to: 'messaging', label: 'set up', isDeployment: true },
];

export function architectureOf(title: string, { Resources }: Template): Architecture {
  const left = new Map(Object.entries(Resources));
  const found = KINDS.flatMap((kind): Component[] => {
    const entries = [...left].filter((entry) => kind.of(entry));
    for (const [logicalId] of entries) left.delete(logicalId);
    if (entries.length === 0) return [];
    const resources = entries.map(([logicalId]) => logicalId).sort();
    return [{ id: kind.id, title: kind.title, column: kind.column, detail: kind.detail(entries), resources }];
  });
  // What sets up another component is part of the picture, but not of a box of its own.
  const components = [...PEOPLE, ...found];
  const ids = new Set(components.map(({ id }) => id));
  return { title, components, flows: FLOWS.filter(({ from, to }) => ids.has(from) && ids.has(to)) };
}

function functionDetail(entries: readonly Entry[]): string {
  const fn = entries.find(typed(/::Function$/))?.[1];
  const memory = fn?.Properties?.MemorySize;
  const hasTimer = entries.some(([, { Properties }]) => Properties?.TriggerType === 'timer');
  return `Function Compute, ${String(memory ?? '?')} MB${hasTimer ? ', timer' : ''}`;
}
