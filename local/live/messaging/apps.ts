/** The IM applications of the account and their groups. */
import type { Clock } from '../../clock.ts';
import { liveError } from '../errors.ts';
import { Group, type GroupRecord } from './group.ts';

/** Limits of live.md §5. */
export const MAX_APPS = 300;
export const MAX_GROUPS = 5_000;
export const DATA_CENTERS = ['cn-shanghai', 'ap-southeast-1'];

export interface MessageApp {
  readonly appId: string;
  readonly appKey: string;
  readonly appSign: string;
  readonly name: string;
  readonly dataCenter: string;
  readonly createdAtMs: number;
  modifiedAtMs: number;
  disabled: boolean;
  eventCallbackUrl: string;
  auditType: number;
  auditUrl: string;
  msgLifeCycle: number;
}

export interface MessagingState {
  readonly apps: { readonly app: MessageApp; readonly groups: GroupRecord[] }[];
}

export interface NewApp {
  readonly name: string;
  readonly dataCenter: string;
  readonly eventCallbackUrl: string;
  readonly auditType: number;
  readonly auditUrl: string;
  readonly msgLifeCycle: number;
}

/** What happens in groups through the API; the IM gateway passes it on to clients. */
export type GroupEvent =
  | {
      readonly kind: 'message';
      readonly appId: string;
      readonly groupId: string;
      readonly message: Group['messages'][0];
    }
  | { readonly kind: 'kicked'; readonly appId: string; readonly groupId: string; readonly userId: string }
  | { readonly kind: 'changed' | 'deleted' | 'muted'; readonly appId: string; readonly groupId: string };

export class MessageApps {
  readonly #clock: Clock;
  readonly #random: (bytes: number) => Buffer;
  readonly #apps = new Map<string, { app: MessageApp; groups: Map<string, Group> }>();
  readonly #listeners = new Set<(event: GroupEvent) => void>();

  constructor(clock: Clock, random: (bytes: number) => Buffer) {
    this.#clock = clock;
    this.#random = random;
  }

  subscribe(listener: (event: GroupEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(event: GroupEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  create(wanted: NewApp): MessageApp {
    if (this.#apps.size >= MAX_APPS)
      throw liveError.inputInvalid('AppName', `the account has ${MAX_APPS} applications, the most allowed`);
    const app: MessageApp = {
      ...wanted,
      appId: this.#random(8).toString('hex'),
      appKey: this.#random(16).toString('hex'),
      appSign: this.#random(24).toString('hex'),
      createdAtMs: this.#clock.now(),
      modifiedAtMs: this.#clock.now(),
      disabled: false,
    };
    this.#apps.set(app.appId, { app, groups: new Map() });
    return app;
  }

  /** In the order of creation. */
  all(dataCenter?: string): MessageApp[] {
    const apps = [...this.#apps.values()].map(({ app }) => app);
    return dataCenter === undefined ? apps : apps.filter((app) => app.dataCenter === dataCenter);
  }

  /** Throws `ResourceNotExist`, also when the application lives in another data centre. */
  get(appId: string, dataCenter: string): MessageApp {
    return this.#entry(appId, dataCenter).app;
  }

  change(app: MessageApp, change: Partial<Omit<MessageApp, 'appId' | 'appKey' | 'appSign'>>): void {
    Object.assign(app, change, { modifiedAtMs: this.#clock.now() });
  }

  groups(appId: string, dataCenter: string): Group[] {
    return [...this.#entry(appId, dataCenter).groups.values()];
  }

  /** Also a deleted group; undefined when there never was one. Throws when the application is unknown or disabled. */
  findGroup(appId: string, dataCenter: string, groupId: string): Group | undefined {
    const { app, groups } = this.#entry(appId, dataCenter);
    // UNCERTAIN: the code by which a disabled application refuses.
    if (app.disabled) throw liveError.inputInvalid('AppId', `the application ${appId} is disabled`);
    return groups.get(groupId);
  }

  addGroup(appId: string, dataCenter: string, record: GroupRecord): void {
    const { groups } = this.#entry(appId, dataCenter);
    const alive = [...groups.values()].filter((group) => group.record.deletedAtMs === undefined).length;
    if (alive >= MAX_GROUPS)
      throw liveError.inputInvalid('GroupId', `the application has ${MAX_GROUPS} groups, the most allowed`);
    groups.set(record.id, new Group(record));
  }

  save(): MessagingState {
    const apps = [...this.#apps.values()].map(({ app, groups }) => ({
      app,
      groups: [...groups.values()].map((group) => group.record),
    }));
    return structuredClone({ apps });
  }

  load({ apps }: MessagingState): void {
    for (const { app, groups } of apps) {
      this.#apps.set(app.appId, { app, groups: new Map(groups.map((record) => [record.id, new Group(record)])) });
    }
  }

  #entry(appId: string, dataCenter: string) {
    const entry = this.#apps.get(appId);
    if (!entry || entry.app.dataCenter !== dataCenter) {
      throw liveError.resourceNotExist(`application ${appId} in ${dataCenter}`);
    }
    return entry;
  }
}
