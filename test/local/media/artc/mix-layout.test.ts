import { describe, expect, it } from 'vitest';
import type { MpuTask } from '../../../../local/live/mpu/tasks.ts';
import { layoutOf, NO_MIX, ownerOf } from '../../../../local/media/artc/mix-layout.ts';
import type { Json } from '../../../../local/product.ts';

const task = (mixMode: '0' | '1', settings: Record<string, Json>): MpuTask => ({
  ...{ appId: 'app', taskId: 't', channelId: 'c', mixMode, urls: [], settings },
});
const pane = (UserId: string, X: string, Y: string, Width: string, Height: string, ZOrder = '0'): Json => ({
  ...{ X, Y, Width, Height, ZOrder },
  UserInfo: { UserId, ChannelId: 'c', SourceType: 'camera' },
});
const layout = (...UserPanes: Json[]): Record<string, Json> => ({ TranscodeParams: { Layout: { UserPanes } } });

/** Side by side, in two rows, and so on: what clients ask for with so many people. */
const GRIDS = [1, 2, 3, 4, 5, 6].map((count) => {
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  return Array.from({ length: count }, (_, index) => ({
    ...{ userId: `u${index}`, x: (index % columns) / columns, y: Math.floor(index / columns) / rows },
    ...{ w: 1 / columns, h: 1 / rows, z: index },
  }));
});

describe('the layout of a mixing task', () => {
  it.each(GRIDS)('for %# others and the anchor', (...panes) => {
    const asked = panes
      .filter((each) => typeof each === 'object')
      .map(({ userId, x, y, w, h, z }) => pane(userId, `${x}`, `${y}`, `${w}`, `${h}`, `${z}`));
    expect(layoutOf(task('1', layout(...asked)))).toEqual({ mode: 1, panes });
  });

  it.each<[string, Json, object | undefined]>([
    ['has the size of its encoding', { VideoWidth: '720', VideoHeight: '1280' }, { width: 720, height: 1_280 }],
    ['also in numbers', { VideoWidth: 640, VideoHeight: 360 }, { width: 640, height: 360 }],
    ['has none without a height', { VideoWidth: '720' }, undefined],
    ['has none that is odd', { VideoWidth: '721', VideoHeight: '1280' }, undefined],
    ['has none that is too large', { VideoWidth: '720', VideoHeight: '1922' }, undefined],
    ['has none that is no size', { VideoWidth: '0', VideoHeight: 'x' }, undefined],
  ])('%s', (_name, EncodeParams, size) => {
    expect(layoutOf(task('1', { TranscodeParams: { EncodeParams } }))).toEqual({
      ...{ mode: 1, panes: [] },
      ...(size && { size }),
    });
  });

  it('is none for a task that relays one person', () => {
    expect(layoutOf(task('0', layout(pane('a', '0', '0', '1', '1'))))).toEqual(NO_MIX);
  });

  it('fills the picture where places are missing or impossible, and leaves out panes of nobody', () => {
    const { panes } = layoutOf(task('1', layout(pane('a', '7', 'x', '-1', '2'), { BackgroundImageUrl: 'x' })));
    expect(panes).toEqual([{ userId: 'a', x: 0, y: 0, w: 1, h: 1, z: 0 }]);
    expect(layoutOf(task('1', { TranscodeParams: 'odd' }))).toEqual({ mode: 1, panes: [] });
  });
});

describe('whose stream a task relays', () => {
  it.each<[string, MpuTask, string | undefined]>([
    ['the single user’s', task('0', { SingleSubParams: { UserId: 'a' } }), 'a'],
    [
      'still the single user’s once it mixes',
      task('1', { SingleSubParams: { UserId: 'a' }, ...layout(pane('b', '0', '0', '1', '1')) }),
      'a',
    ],
    [
      'the first one’s in the picture',
      task('1', layout(pane('b', '0', '0', '1', '1'), pane('c', '0', '0', '1', '1'))),
      'b',
    ],
    ['the first one’s in the list', task('1', { TranscodeParams: { UserInfos: [{ UserId: 'd' }] } }), 'd'],
    ['nobody’s', task('1', {}), undefined],
  ])('%s', (_name, given, owner) => {
    expect(ownerOf(given)).toBe(owner);
  });
});
