/** The IM applications of the account and their groups. */
import type { Clock } from '../../clock.ts';
import { liveError } from '../errors.ts';
import { Group, type GroupRecord, type StoredMessage } from './group.ts';

/** Limits of live.md §5. */
const MAX_APPS = 300;
const MAX_GROUPS = 5_000;
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
      readonly message: StoredMessage;
    }
  | { readonly kind: 'message-deleted'; readonly appId: string; readonly groupId: string; readonly messageId: string }
  | { readonly kind: 'kicked'; readonly appId: string; readonly groupId: string; readonly userId: string }
  | { readonly kind: 'changed' | 'deleted' | 'muted'; readonly appId: string; readonly groupId: string };

/** What happens to single users, or to an application as a whole. */
export type AppEvent =
  | { readonly kind: 'message'; readonly appId: string; readonly receiverId: string; readonly message: StoredMessage }
  | {
      readonly kind: 'message-deleted';
      readonly appId: string;
      readonly receiverId: string;
      readonly messageId: string;
    }
  | { readonly kind: 'user-info'; readonly appId: string; readonly userId: string; readonly info: string }
  | { readonly kind: 'disabled'; readonly appId: string };

export type NewGroup = Pick<GroupRecord, 'id' | 'name' | 'info' | 'creatorId' | 'administrators'>;

interface AppEntry {
  readonly app: MessageApp;
  readonly groups: Map<string, Group>;
  /** Users who are logged in now, in whichever groups; not kept over a restart. */
  readonly online: Set<string>;
}

export class MessageApps {
  readonly #clock: Clock;
  readonly #random: (bytes: number) => Buffer;
  readonly #apps = new Map<string, AppEntry>();
  readonly #listeners = new Set<(event: GroupEvent) => void>();
  readonly #appListeners = new Set<(event: AppEvent) => void>();

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

  subscribeApps(listener: (event: AppEvent) => void): () => void {
    this.#appListeners.add(listener);
    return () => this.#appListeners.delete(listener);
  }

  tellApp(event: AppEvent): void {
    for (const listener of this.#appListeners) listener(event);
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
    this.#apps.set(app.appId, { app, groups: new Map(), online: new Set() });
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

  /** In whichever data centre it is. */
  find(appId: string): MessageApp | undefined {
    return this.#apps.get(appId)?.app;
  }

  /** Users of the application who are logged in; the IM gateway writes it. Throws `ResourceNotExist`. */
  online({ appId, dataCenter }: MessageApp): Set<string> {
    return this.#entry(appId, dataCenter).online;
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

  /** The same without a refusal: also of a disabled application, undefined when there is none. */
  peekGroup(appId: string, groupId: string): Group | undefined {
    return this.#apps.get(appId)?.groups.get(groupId);
  }

  /** The group of this id as it is, deleted or not; a new one when there never was one. Throws as `findGroup` does. */
  ensureGroup(appId: string, dataCenter: string, wanted: NewGroup): { readonly group: Group; readonly isNew: boolean } {
    const existing = this.findGroup(appId, dataCenter, wanted.id);
    if (existing) return { group: existing, isNew: false };
    const { groups } = this.#entry(appId, dataCenter);
    const alive = [...groups.values()].filter((group) => group.record.deletedAtMs === undefined).length;
    if (alive >= MAX_GROUPS)
      throw liveError.inputInvalid('GroupId', `the application has ${MAX_GROUPS} groups, the most allowed`);
    const history = { createdAtMs: this.#clock.now(), totalTimes: 0, msgAmount: {} };
    const group = new Group({ ...wanted, ...history, bannedAll: false, bannedUsers: [], exceptUsers: [] });
    groups.set(wanted.id, group);
    return { group, isNew: true };
  }

  /** Nothing happens when it is already deleted. */
  deleteGroup(appId: string, { record, members }: Group, deletor: string): void {
    if (record.deletedAtMs !== undefined) return;
    Object.assign(record, { deletedAtMs: this.#clock.now(), deletor });
    this.tell({ kind: 'deleted', appId, groupId: record.id });
    members.clear();
  }

  /** Says that somebody was removed; false when nobody of this name is in the group. */
  kick(appId: string, { record, members }: Group, userId: string): boolean {
    if (!members.delete(userId)) return false;
    this.tell({ kind: 'kicked', appId, groupId: record.id, userId });
    return true;
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
      const kept = new Map(groups.map((record) => [record.id, new Group(record)]));
      this.#apps.set(app.appId, { app, groups: kept, online: new Set() });
    }
  }

  #entry(appId: string, dataCenter: string): AppEntry {
    const entry = this.#apps.get(appId);
    if (!entry || entry.app.dataCenter !== dataCenter) {
      throw liveError.resourceNotExist(`application ${appId} in ${dataCenter}`);
    }
    return entry;
  }
}
