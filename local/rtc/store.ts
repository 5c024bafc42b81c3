/** ARTC applications and their rules of automatic stream relay. */
import { rtcError } from './errors.ts';

export interface ArtcApp {
  readonly appId: string;
  readonly appKey: string;
  readonly name: string;
  /** False for applications that can be relayed by StartLiveMPUTask only (live.md §0.3); true when absent. */
  readonly automaticRelay?: boolean;
}

export interface RelayRule {
  readonly id: number;
  readonly name: string;
  readonly playDomain: string;
  readonly callBack: string;
  readonly channelIds: readonly string[];
  readonly channelIdPrefixes: readonly string[];
  readonly mediaEncode: number;
  readonly createTime: string;
  readonly enabled: boolean;
}

/** An application with what can be changed about it. */
export interface HeldApp {
  readonly app: ArtcApp;
  name: string;
  relay: boolean;
  rules: RelayRule[];
}

export interface RtcState {
  readonly apps: {
    readonly appId: string;
    readonly name: string;
    readonly relay: boolean;
    readonly rules: RelayRule[];
  }[];
  readonly nextRuleId: number;
}

export class RtcStore {
  readonly #apps = new Map<string, HeldApp>();
  #nextRuleId = 1;

  constructor(apps: readonly ArtcApp[]) {
    for (const app of apps) this.#apps.set(app.appId, { app, name: app.name, relay: false, rules: [] });
  }

  all(): HeldApp[] {
    return [...this.#apps.values()];
  }

  find(appId: string): HeldApp | undefined {
    return this.#apps.get(appId);
  }

  get(appId: string): HeldApp {
    const held = this.find(appId);
    if (!held) throw rtcError.appNotFound(appId);
    return held;
  }

  /** The application, where it can be relayed by rules. */
  withRules(appId: string): HeldApp {
    const held = this.get(appId);
    if (held.app.automaticRelay === false) throw rtcError.relayByApiOnly(appId);
    return held;
  }

  addRule(held: HeldApp, rule: Omit<RelayRule, 'id'>): number {
    const id = this.#nextRuleId++;
    held.rules.push({ ...rule, id });
    return id;
  }

  /** Applications are given at the start; what is kept is what was changed about them. */
  save(): RtcState {
    const apps = this.all().map(({ app: { appId }, name, relay, rules }) => ({ appId, name, relay, rules }));
    return structuredClone({ apps, nextRuleId: this.#nextRuleId });
  }

  load({ apps, nextRuleId }: RtcState): void {
    for (const { appId, ...changed } of apps) {
      const held = this.#apps.get(appId);
      if (held) Object.assign(held, changed);
    }
    this.#nextRuleId = nextRuleId;
  }
}
