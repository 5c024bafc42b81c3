/** Cuts pushes whose media stops arriving (live.md §4). */
import type { Schedule } from '../../schedule.ts';
import type { OnlineStream, Streams } from './streams.ts';

/** Milliseconds without media after which a push is cut (live.md §4). */
export const IDLE_MS = 10_000;

export function cutIdleStreams(streams: Streams, schedule: Schedule, idleMs: number): void {
  /** When media last arrived, by push. */
  const lastData = new Map<number, number>();
  const watch = (stream: OnlineStream): void => {
    const last = lastData.get(stream.pushId);
    if (last === undefined) return;
    if (schedule.now() - last >= idleMs) streams.cut(stream);
    else schedule.at(last + idleMs, () => watch(stream));
  };
  streams.onData((stream) => {
    const isFirst = !lastData.has(stream.pushId);
    lastData.set(stream.pushId, schedule.now());
    if (isFirst) watch(stream);
  });
  streams.subscribe(({ kind, stream }) => {
    if (kind === 'ended') lastData.delete(stream.pushId);
  });
}
