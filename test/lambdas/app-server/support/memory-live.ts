/** The few Live and VOD actions that the AppServer calls, in memory behind the `OpenApi` interface, with a record of every call. */
import { CloudError } from '../../../../lambdas/cloud/errors.ts';
import type { OpenApi, Param } from '../../../../lambdas/cloud/openapi.ts';

export interface LiveCall {
  readonly action: string;
  readonly params: Readonly<Record<string, Param>>;
}

interface MemoryGroup {
  creator: string;
  online: number;
  entries: number;
  muted: boolean;
  readonly mutedUsers: Set<string>;
  readonly members: Set<string>;
  readonly deletedMessages: string[];
}

/** A recorded video in VOD. */
export interface MemoryVideo {
  readonly stream: string;
  readonly domain?: string;
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;
  status: string;
}

export interface MemoryLive extends OpenApi {
  /** By video id. */
  readonly videos: Map<string, MemoryVideo>;
  readonly calls: LiveCall[];
  readonly groups: Map<string, MemoryGroup>;
  readonly deletedGroups: Set<string>;
  /** `app/stream` of forbidden streams. */
  readonly forbidden: Set<string>;
  /** `app/stream` of streams that are being sent. */
  readonly online: Set<string>;
  readonly messages: { group: string; type: number; body: string }[];
  /** Messages to one user. */
  readonly direct: { from: string; to: string; type: number; body: string }[];
  /** Users who were disconnected from their channel. */
  readonly removed: string[];
  /** Relay and mixing tasks that run, by id. */
  readonly tasks: Map<string, LiveCall['params']>;
  /** No task starts in a channel in which nobody is. */
  channelIsEmpty: boolean;
  /** Called before each action; may throw or wait. */
  before: (call: LiveCall) => void | Promise<void>;
  /** Called after each action took place, as when the answer is lost. */
  after: (call: LiveCall) => void | Promise<void>;
  /** Milliseconds that the caller gives a call with all its attempts; undefined when it did not say. */
  deadlineOf(call: LiveCall): number | undefined;
}

const text = (value: Param): string => String(value);

export function memoryLive(): MemoryLive {
  const deadlines = new WeakMap<LiveCall, number>();
  const live: MemoryLive = {
    calls: [],
    videos: new Map(),
    groups: new Map(),
    deletedGroups: new Set(),
    forbidden: new Set(),
    online: new Set(),
    messages: [],
    direct: [],
    removed: [],
    tasks: new Map(),
    channelIsEmpty: false,
    before: () => undefined,
    after: () => undefined,
    deadlineOf: (call) => deadlines.get(call),
    call: async (_product, action, params, options) => {
      const call = { action, params };
      if (options?.deadlineMs !== undefined) {
        deadlines.set(call, options.deadlineMs);
      }
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
        live.groups.set(group, {
          ...{ creator: text(params.CreatorId), online: 0, entries: 0, muted: false },
          ...{ mutedUsers: new Set<string>(), members: new Set<string>(), deletedMessages: [] },
        });
      }
      return { GroupId: group, AlreadyExists: existed };
    }
    case 'DeleteLiveMessageGroup':
      existing(live, group);
      live.groups.delete(group);
      live.deletedGroups.add(group);
      return { GroupId: group };
    case 'DescribeLiveMessageGroup': {
      if (live.deletedGroups.has(group)) {
        return { GroupId: group, Delete: true, OnlineUserCounts: 0, TotalTimes: 0 };
      }
      const found = existing(live, group);
      return { GroupId: group, OnlineUserCounts: found.online, TotalTimes: found.entries };
    }
    case 'BanLiveMessageGroup':
    case 'UnbanLiveMessageGroup':
      existing(live, group).muted = action === 'BanLiveMessageGroup';
      return {};
    case 'DescribeLiveMessageGroupBand':
      return {
        GroupId: group,
        IsbannedAll: existing(live, group).muted,
        BannedUserList: [...existing(live, group).mutedUsers],
        UnbannedUserList: [],
      };
    case 'AddLiveMessageGroupBand':
      for (const user of upToThirty(action, params.BannedUsers)) {
        existing(live, group).mutedUsers.add(user);
      }
      return {};
    case 'RemoveLiveMessageGroupBand':
      for (const user of upToThirty(action, params.UnbannedUsers)) {
        existing(live, group).mutedUsers.delete(user);
      }
      return {};
    case 'KickLiveMessageGroupUser':
      if (!existing(live, group).members.delete(text(params.KickoffUser))) {
        throw failure(action, 'ResourceNotExist');
      }
      return {};
    case 'DeleteLiveMessageGroupMessage':
      existing(live, group).deletedMessages.push(text(params.MessageId));
      return { GroupId: group, MessageId: text(params.MessageId) };
    case 'SendLiveMessageGroup':
      live.messages.push({ group, type: Number(params.MsgType), body: text(params.Body) });
      return { MsgTid: '1' };
    case 'SendLiveMessageUser':
      live.direct.push({
        from: text(params.SenderId),
        to: text(params.ReceiverId),
        type: Number(params.MsgType),
        body: text(params.Body),
      });
      return { MsgTid: '1' };
    case 'RemoveTerminals': {
      const users = Array.isArray(params.TerminalIds) ? params.TerminalIds.map(String) : [];
      live.removed.push(...users);
      return { Terminals: users.map((Id) => ({ Id, Code: 0, Message: 'success' })) };
    }
    case 'StartLiveMPUTask':
      if (live.tasks.has(text(params.TaskId))) {
        throw failure(action, 'TaskAlreadyStarted');
      }
      if (live.channelIsEmpty) {
        throw failure(action, 'InvalidParam');
      }
      live.tasks.set(text(params.TaskId), params);
      return {};
    case 'UpdateLiveMPUTask':
    case 'StopLiveMPUTask': {
      const task = live.tasks.get(text(params.TaskId));
      if (!task) {
        throw failure(action, 'InvalidParam');
      }
      live.tasks.delete(text(params.TaskId));
      if (action === 'UpdateLiveMPUTask') {
        live.tasks.set(text(params.TaskId), { ...task, ...params });
      }
      return {};
    }
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
    case 'ListLiveRecordVideo':
      return { LiveRecordVideoList: { LiveRecordVideo: videosOf(live, params) } };
    case 'GetPlayInfo':
      return playInfo(live, text(params.VideoId));
    default:
      throw failure(action, 'InvalidAction.NotFound');
  }
}

function upToThirty(action: string, users: Param): string[] {
  const list = text(users).split(',');
  if (list.length > 30) {
    throw failure(action, 'InputInvalid');
  }
  return list;
}

function existing(live: MemoryLive, group: string) {
  const found = live.groups.get(group);
  if (!found) {
    throw failure('group', 'ResourceNotExist');
  }
  return found;
}

/** By the beginning of the name, as if the service did not match exactly. */
function videosOf(live: MemoryLive, params: LiveCall['params']) {
  const domain = text(params.DomainName);
  return [...live.videos]
    .filter(([, video]) => video.stream.startsWith(text(params.StreamName)) && (video.domain ?? domain) === domain)
    .map(([VideoId, video]) => ({
      StreamName: video.stream,
      RecordStartTime: new Date(video.start).toISOString(),
      RecordEndTime: new Date(video.end).toISOString(),
      Video: { VideoId, Status: video.status },
    }));
}

function playInfo(live: MemoryLive, id: string) {
  const video = live.videos.get(id);
  if (video?.status !== 'Normal') {
    throw failure('GetPlayInfo', video ? 'Forbidden.IllegalStatus' : 'InvalidVideo.NotFound');
  }
  const PlayURL = `https://vod.example.com/${id}.m3u8?auth_key=${live.calls.length}`;
  const PlayInfo = [{ PlayURL, Format: 'm3u8', Definition: 'OD', Duration: '60.5', Width: 1280, Status: 'Normal' }];
  return { PlayInfoList: { PlayInfo }, VideoBase: { CoverURL: `https://vod.example.com/${id}.jpg` } };
}

export function failure(action: string, code: string, retryable = false): CloudError {
  return new CloudError({ product: 'live', action, code, text: 'upstream words that nobody should see', retryable });
}
