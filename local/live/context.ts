/** What the actions of the Live double work on. */
import type { Clock } from '../clock.ts';
import type { DomainStore } from './domains/store.ts';
import type { MessageApps } from './messaging/apps.ts';
import type { MpuTasks } from './mpu/tasks.ts';
import type { Streams } from './streams/streams.ts';

export interface LiveSettings {
  /** Milliseconds that a new domain stays `configuring`; minutes in the real service. */
  readonly domainOnlineAfterMs: number;
  /** Milliseconds that a deleted domain stays `deleting`; as long as `domainOnlineAfterMs` when absent. */
  readonly domainGoneAfterMs?: number;
}

export interface LiveContext {
  readonly clock: Clock;
  readonly accountId: string;
  readonly domains: DomainStore;
  readonly apps: MessageApps;
  readonly streams: Streams;
  readonly mpu: MpuTasks;
  /** Values of DNS records, e.g. (`verification.example.com`, `TXT`). */
  readonly resolve: (name: string, type: string) => string[];
}
