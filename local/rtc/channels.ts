/**
 * ARTC channels with the people in them; driven by the media server, asked by the API.
 *
 *     nobody ─join─► open ─last one leaves, or DeleteChannel─► closed (gone)
 *
 * Nothing of it is kept over a restart: connections end with the process.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';

/** `interactive`: may speak, like an anchor. `live`: listens. */
export type ChannelRole = 'interactive' | 'live';

export interface ChannelUser {
  readonly appId: string;
  readonly channelId: string;
  readonly userId: string;
}

/** What a participant sends. */
export interface Media {
  readonly audio: boolean;
  readonly video: boolean;
}

export interface Participant extends ChannelUser {
  /** Different for each time a user joins. */
  readonly sessionId: string;
  readonly role: ChannelRole;
  /** Milliseconds since the epoch. */
  readonly joinedAtMs: number;
  /** Undefined while nothing is sent. */
  readonly media?: Media;
}

export type LeaveReason = 'left' | 'removed' | 'replaced' | 'channel deleted';

export type ChannelEvent =
  | { readonly kind: 'opened' | 'closed'; readonly appId: string; readonly channelId: string }
  | { readonly kind: 'joined' | 'published' | 'unpublished' | 'role changed'; readonly participant: Participant }
  /** For every reason but `left` the media server has to disconnect the session. */
  | { readonly kind: 'left'; readonly participant: Participant; readonly reason: LeaveReason };

interface Channel {
  readonly appId: string;
  readonly channelId: string;
  readonly participants: Map<string, Participant>;
}

export class Channels {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #channels = new Map<string, Channel>();
  readonly #listeners = new Set<(event: ChannelEvent) => void>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Tells of what happens from now on; answers how to stop listening. */
  subscribe(listener: (event: ChannelEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Lets a user in, whose login the caller has checked. A user id is unique in an application, whatever the channel
   * (live.md §6.4): an earlier session of it is replaced. UNCERTAIN: that the later session wins.
   */
  join(user: ChannelUser, role: ChannelRole = 'live'): Participant {
    const earlier = this.participantsOf(user.appId).find(({ userId }) => userId === user.userId);
    if (earlier) this.#remove(earlier, 'replaced');
    const { appId, channelId, userId } = user;
    let channel = this.#channels.get(keyOf(user));
    if (!channel) {
      channel = { appId, channelId, participants: new Map() };
      this.#channels.set(keyOf(user), channel);
      this.#tell({ kind: 'opened', appId, channelId });
    }
    const joined = { sessionId: randomUUID(), joinedAtMs: this.#clock.now() };
    const participant: Participant = { appId, channelId, userId, role, ...joined };
    channel.participants.set(userId, participant);
    this.#tell({ kind: 'joined', participant });
    return participant;
  }

  /** A session ends; one that was replaced or removed meanwhile is no longer there, and nothing happens. */
  leave({ sessionId, ...user }: ChannelUser & { readonly sessionId?: string }): void {
    const participant = this.find(user);
    if (participant && (sessionId === undefined || participant.sessionId === sessionId)) {
      this.#remove(participant, 'left');
    }
  }

  /** A participant sends media; who sends is interactive. Undefined when the user is not there. */
  publish(user: ChannelUser, media: Media): Participant | undefined {
    const before = this.find(user);
    if (!before) return undefined;
    const participant = this.#change({ ...before, role: 'interactive', media });
    if (before.role !== 'interactive') this.#tell({ kind: 'role changed', participant });
    this.#tell({ kind: 'published', participant });
    return participant;
  }

  unpublish(user: ChannelUser): void {
    const { media, ...silent } = this.find(user) ?? {};
    if (!media) return;
    this.#tell({ kind: 'unpublished', participant: this.#change(silent as Participant) });
  }

  exists(appId: string, channelId: string): boolean {
    return this.#channels.has(keyOf({ appId, channelId }));
  }

  find(user: ChannelUser): Participant | undefined {
    return this.#channels.get(keyOf(user))?.participants.get(user.userId);
  }

  /** In the order in which they joined. */
  users(appId: string, channelId: string): Participant[] {
    return [...(this.#channels.get(keyOf({ appId, channelId }))?.participants.values() ?? [])];
  }

  /** Ids of the channels of an application. */
  of(appId: string): string[] {
    return [...this.#channels.values()].filter((channel) => channel.appId === appId).map(({ channelId }) => channelId);
  }

  /** Everybody in all channels of an application. */
  participantsOf(appId: string): Participant[] {
    return this.of(appId).flatMap((channelId) => this.users(appId, channelId));
  }

  /** False when the user is not there. */
  remove(user: ChannelUser): boolean {
    const participant = this.find(user);
    if (participant) this.#remove(participant, 'removed');
    return participant !== undefined;
  }

  /** Everybody has to go. False when there is no such channel. */
  delete(appId: string, channelId: string): boolean {
    const participants = this.users(appId, channelId);
    for (const participant of participants) this.#remove(participant, 'channel deleted');
    return participants.length > 0;
  }

  #change(participant: Participant): Participant {
    this.#channels.get(keyOf(participant))?.participants.set(participant.userId, participant);
    return participant;
  }

  #remove(participant: Participant, reason: LeaveReason): void {
    const { appId, channelId } = participant;
    const channel = this.#channels.get(keyOf(participant));
    channel?.participants.delete(participant.userId);
    this.#tell({ kind: 'left', participant, reason });
    if (channel?.participants.size === 0) {
      this.#channels.delete(keyOf(participant));
      this.#tell({ kind: 'closed', appId, channelId });
    }
  }

  #tell(event: ChannelEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

function keyOf({ appId, channelId }: { readonly appId: string; readonly channelId: string }): string {
  return `${appId}/${channelId}`;
}
