/** The few Live actions that the AppServer calls, in memory behind the `OpenApi` interface, with a record of every call. */
import { CloudError } from '../../../../lambdas/cloud/errors.ts';
import type { OpenApi, Param } from '../../../../lambdas/cloud/openapi.ts';

export interface LiveCall {
  readonly action: string;
  readonly params: Readonly<Record<string, Param>>;
}

export interface MemoryLive extends OpenApi {
  readonly calls: LiveCall[];
  readonly groups: Map<string, { creator: string; online: number; entries: number; muted: boolean }>;
  readonly deletedGroups: Set<string>;
  /** `app/stream` of forbidden streams. */
  readonly forbidden: Set<string>;
  /** `app/stream` of streams that are being sent. */
  readonly online: Set<string>;
  readonly messages: { group: string; type: number; body: string }[];
  /** Called before each action; may throw or wait. */
  before: (call: LiveCall) => void | Promise<void>;
  /** Called after each action took place, as when the answer is lost. */
  after: (call: LiveCall) => void | Promise<void>;
}

const text = (value: Param): string => String(value);

export function memoryLive(): MemoryLive {
  const live: MemoryLive = {
    calls: [],
    groups: new Map(),
    deletedGroups: new Set(),
    forbidden: new Set(),
    online: new Set(),
    messages: [],
    before: () => undefined,
    after: () => undefined,
    call: async (_product, action, params) => {
      const call = { action, params };
      live.calls.push(call);
      await Promise.resolve();
      await live.before(call);
      const answer = run(live, call);
      await live.after(call);
      return { RequestId: 'request', ...answer };
    },
  };
  return live;
}

function run(live: MemoryLive, { action, params }: LiveCall): Record<string, unknown> {
  const group = text(params.GroupId);
  const stream = `${text(params.AppName)}/${text(params.StreamName)}`;
  switch (action) {
    case 'CreateLiveMessageGroup': {
      if (live.deletedGroups.has(group)) {
        return { GroupId: group, AlreadyDelete: true };
      }
      const existed = live.groups.has(group);
      if (!existed) {
        live.groups.set(group, { creator: text(params.CreatorId), online: 0, entries: 0, muted: false });
      }
      return { GroupId: group, AlreadyExists: existed };
    }
    case 'DeleteLiveMessageGroup':
      existing(live, group);
      live.groups.delete(group);
      live.deletedGroups.add(group);
      return { GroupId: group };
    case 'DescribeLiveMessageGroup': {
      const found = existing(live, group);
      return { GroupId: group, OnlineUserCounts: found.online, TotalTimes: found.entries };
    }
    case 'BanLiveMessageGroup':
    case 'UnbanLiveMessageGroup':
      existing(live, group).muted = action === 'BanLiveMessageGroup';
      return {};
    case 'DescribeLiveMessageGroupBand':
      return { GroupId: group, IsbannedAll: existing(live, group).muted };
    case 'SendLiveMessageGroup':
      live.messages.push({ group, type: Number(params.MsgType), body: text(params.Body) });
      return { MsgTid: '1' };
    case 'ForbidLiveStream':
      live.forbidden.add(stream);
      return {};
    case 'ResumeLiveStream':
      if (!live.forbidden.delete(stream)) {
        throw failure(action, 'InvalidStream.NotFound');
      }
      return {};
    case 'DescribeLiveStreamState':
      return { StreamState: live.online.has(stream) ? 'online' : 'offline' };
    default:
      throw failure(action, 'InvalidAction.NotFound');
  }
}

function existing(live: MemoryLive, group: string) {
  const found = live.groups.get(group);
  if (!found) {
    throw failure('group', 'ResourceNotExist');
  }
  return found;
}

export function failure(action: string, code: string, retryable = false): CloudError {
  return new CloudError({ product: 'live', action, code, text: 'upstream words that nobody should see', retryable });
}
