import { describe, expect, it } from 'vitest';
import { viewOf } from '../../../../lambdas/app-server/costreaming/seats.ts';
import { emptyStage, MEMBER_MS, stageRoom } from '../../../../lambdas/app-server/costreaming/stage.ts';
import { type Picture, pictureOf, pictureParams, taskId } from '../../../../lambdas/app-server/costreaming/task.ts';
import { ENDED, LIVE, PREPARING, type Room } from '../../../../lambdas/app-server/rooms/room.ts';

const NOW = 1_800_000_000_000;
const ROOM: Room = {
  ...{ id: 'r', anchorId: 'anna', title: 't', mode: 1, status: LIVE, sessions: 1, work: 'none', version: 1 },
  ...{ createdAt: 0, updatedAt: 0, eventAt: 0 },
};

describe('who is in the picture of a room', () => {
  const shown = (change: Partial<Room>, ...users: string[]) => {
    const room = { ...ROOM, ...change };
    const { epoch } = stageRoom(room);
    const member = { mic: true, camera: true, joinedAt: NOW, expiresAt: NOW + MEMBER_MS };
    const stage = { ...emptyStage(epoch), members: users.map((userId) => ({ userId, ...member })) };
    return pictureOf(room, viewOf(room, stage, NOW));
  };

  it('the anchor of a live room, whether or not it says that it is there, and its guests', () => {
    expect(shown({})).toEqual({ people: ['anna'], signature: 'anna' });
    expect(shown({}, 'bob', 'anna', 'carl')).toEqual({ people: ['anna', 'bob', 'carl'], signature: 'anna,bob,carl' });
  });

  it('before the start nobody without the anchor', () => {
    expect(shown({ status: PREPARING }, 'anna')).toMatchObject({ people: ['anna'] });
    expect(shown({ status: PREPARING }, 'bob')).toBeUndefined();
  });

  it.each<[string, Partial<Room>]>([
    ['has ended', { status: ENDED }],
    ['is being made', { work: 'create' }],
    ['is being deleted', { work: 'delete' }],
    ['has no co-streaming', { mode: 0 }],
  ])('nobody of a room that %s', (_, change) => {
    expect(shown(change, 'anna', 'bob')).toBeUndefined();
  });
});

describe('parameters of the task', () => {
  const picture = (...people: string[]): Picture => ({ people, signature: people.join(',') });

  it('relay one person as it is, and mix more', () => {
    const single = pictureParams(picture('anna'));
    expect(single.MixMode).toBe('0');
    expect(JSON.parse(String(single.SingleSubParams))).toEqual({
      UserId: 'anna',
      StreamType: '0',
      SourceType: 'camera',
    });
    const mixed = pictureParams(picture('anna', 'bob'));
    expect(mixed.MixMode).toBe('1');
    const params = JSON.parse(String(mixed.TranscodeParams));
    expect(params.UserInfos.map((user: { UserId: string }) => user.UserId)).toEqual(['anna', 'bob']);
    expect(params.Layout.UserPanes).toEqual([
      {
        ...{ X: '0', Y: '0', Width: '1', Height: '0.5', ZOrder: '0', RenderMode: '1' },
        UserInfo: { UserId: 'anna', SourceType: 'camera' },
      },
      expect.objectContaining({ X: '0', Y: '0.5', Width: '1', Height: '0.5' }),
    ]);
    expect(params.EncodeParams).toMatchObject({ VideoWidth: '720', VideoHeight: '1280' });
  });

  it('name a task by its room, in at most 55 characters', () => {
    expect(taskId({ id: 'a'.repeat(32) }).length).toBeLessThanOrEqual(55);
  });
});
