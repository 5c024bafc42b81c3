/** StartLiveMPUTask, UpdateLiveMPUTask, StopLiveMPUTask and ListRtcMPUTaskDetail. */
import { page } from '../../openapi/page.ts';
import { isObject, requiredText, text } from '../../openapi/read.ts';
import type { Action, Params } from '../../openapi/service.ts';
import type { Json } from '../../product.ts';
import type { LiveContext } from '../context.ts';
import { liveError } from '../errors.ts';
import type { MpuTask } from './tasks.ts';

const REGIONS = ['CN-Shanghai', 'AP-Singapore', 'EMAA-Saudi'];

export function startLiveMPUTask({ mpu }: LiveContext): Action {
  return (params) => {
    const taskId = requiredText(params, 'TaskId');
    if (taskId.length > 55) throw liveError.invalid('TaskId', 'an id of at most 55 characters');
    const idle = text(params, 'MaxIdleTime');
    if (idle !== undefined && !(/^\d+$/.test(idle) && Number(idle) >= 10 && Number(idle) <= 86_400)) {
      throw liveError.invalid('MaxIdleTime', '10 to 86400 seconds');
    }
    const region = text(params, 'Region');
    if (region !== undefined && !REGIONS.includes(region)) throw liveError.invalid('Region', REGIONS.join(', '));
    mpu.start(taskOf(params, {}));
    return {};
  };
}

export function updateLiveMPUTask({ mpu }: LiveContext): Action {
  return (params) => {
    const before = mpu.find(requiredText(params, 'AppId'), requiredText(params, 'TaskId'));
    mpu.update(taskOf(params, before?.settings ?? {}));
    return {};
  };
}

export function stopLiveMPUTask({ mpu }: LiveContext): Action {
  return (params) => {
    mpu.stop(requiredText(params, 'AppId'), requiredText(params, 'TaskId'));
    return {};
  };
}

export function listRtcMPUTaskDetail({ mpu }: LiveContext): Action {
  return (params) => {
    const taskId = text(params, 'TaskId');
    const tasks = mpu
      .of(requiredText(params, 'AppId'))
      .filter((task) => taskId === undefined || task.taskId === taskId);
    const found = page(tasks, params, { number: 'PageNo', size: 'PageSize', defaultSize: 20, maxSize: 100 });
    return { MPUTasks: found.items.map(({ settings }) => ({ ...settings })) };
  };
}

/** `earlier`: what the task was started with; an update leaves the rest as it is. */
function taskOf(params: Params, earlier: Readonly<Record<string, Json>>): MpuTask {
  const settings: Record<string, Json> = { ...earlier, ...params };
  const mixMode = String(settings.MixMode ?? '');
  if (mixMode !== '0' && mixMode !== '1') throw liveError.invalid('MixMode', '0 (single) or 1 (mix)');
  if (mixMode === '0' && !isObject(settings.SingleSubParams))
    throw liveError.invalid('SingleSubParams', 'with MixMode 0, it');
  if (mixMode === '1' && !isObject(settings.TranscodeParams))
    throw liveError.invalid('TranscodeParams', 'with MixMode 1, it');
  return {
    appId: requiredText(params, 'AppId'),
    taskId: requiredText(params, 'TaskId'),
    channelId: requiredText(params, 'ChannelId'),
    mixMode,
    urls: urlsOf(settings),
    settings,
  };
}

/** `StreamURL`, or the URLs of `MultiStreamURL`; each must carry its signature, because the task pushes as anyone does. */
function urlsOf({ StreamURL, MultiStreamURL }: Readonly<Record<string, Json>>): string[] {
  const several = Array.isArray(MultiStreamURL) ? MultiStreamURL.filter(isObject).map(({ URL }) => URL) : [];
  const urls = [StreamURL, ...several].filter((url) => typeof url === 'string');
  if (urls.length === 0) throw liveError.invalid('StreamURL', 'StreamURL or MultiStreamURL');
  const wrong = urls.find((url) => !/^rtmp:\/\/[^/]+\/[^/]+\/[^?]+\?(.*&)?auth_key=/.test(url));
  if (wrong !== undefined) throw liveError.invalid('StreamURL', 'rtmp://domain/app/stream?auth_key=…');
  return urls;
}
