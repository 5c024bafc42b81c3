import { beforeEach, describe, expect, it } from 'vitest';
import { rtcUrls } from '../../../../lambdas/app-server/costreaming/rtc-token.ts';
import { MEMBER_MS } from '../../../../lambdas/app-server/costreaming/stage.ts';
import { failure } from '../support/memory-live.ts';
import { SECRETS, START, type World, world } from '../support/world.ts';
import { newMessages, type StageOf, stageOf } from './support.ts';

const APP = { appId: 'artc0app', appKey: SECRETS.artcKey };

let at: World;
let on: StageOf;
let url: (user: string) => string;
beforeEach(async () => {
  at = await world();
  on = await stageOf(at);
  const meeting = await on.meetingId();
  url = (user) => rtcUrls(APP, meeting, user, START / 1_000 + 85_800).rtc_pull_url;
});
const version = () => Number(at.rows.all('co_streaming')[0]?.version);

describe('messages about the stage, with the types that official clients know', () => {
  it('go to the two whom an application concerns, in the envelope of direct messages', async () => {
    await on.call('bob', 'applyCoStreaming', { user_nick: 'Bob' });
    expect(at.live.calls.find(({ action }) => action === 'SendLiveMessageUser')?.params).toMatchObject({
      SenderId: 'bob',
      ReceiverId: 'anna',
      MsgType: 20_001,
      Body: JSON.stringify({ groupId: on.id, data: '{}' }),
      SenderInfo: JSON.stringify({ userNick: 'Bob' }),
    });
    await on.call('bob', 'cancelCoStreaming');
    await on.apply('bob');
    await on.call('anna', 'rejectCoStreaming', { guest_id: 'bob' });
    await on.approve('bob');
    expect(newMessages(at)).toEqual({
      group: [],
      direct: [
        [20_001, 'anna', {}],
        [20_006, 'anna', {}],
        [20_001, 'anna', {}],
        [20_002, 'bob', { agree: false }],
        [20_002, 'bob', { agree: true, rtcPullUrl: url('anna') }],
      ],
    });
  });

  it('go to the group for what everybody sees, with our own message that names the version', async () => {
    await on.approve('bob');
    newMessages(at);
    await on.join('bob');
    expect(newMessages(at).group).toEqual([
      [20_003, { rtcPullUrl: url('bob') }],
      [19_002, { version: version() }],
    ]);
    await on.call('bob', 'setCoStreamingDevices', { mic_opened: false, camera_opened: false });
    expect(newMessages(at).group).toEqual([
      [20_007, { micOpened: false }],
      [20_008, { cameraOpened: false }],
      [19_002, { version: version() }],
    ]);
    await on.call('anna', 'setCoStreamingDevices', { guest_id: 'bob', mic_opened: true, camera_opened: true });
    expect(newMessages(at)).toEqual({
      group: [],
      direct: [
        [20_009, 'bob', { needOpenMic: true }],
        [20_010, 'bob', { needOpenCamera: true }],
      ],
    });
    await on.leave('bob');
    expect(newMessages(at).group).toEqual([
      [20_004, { reason: 'bySelf' }],
      [19_002, { version: version() }],
    ]);
  });

  it('say that a guest was kicked, in its name', async () => {
    await on.enter('bob');
    newMessages(at);
    await on.kick('bob');
    expect(newMessages(at)).toEqual({
      group: [
        [20_004, { reason: 'byKickout' }],
        [19_002, { version: version() }],
      ],
      direct: [[20_005, 'bob', {}]],
    });
    const left = at.live.calls.find(({ params }) => params.MsgType === 20_004);
    expect(left?.params).toMatchObject({ SenderId: 'bob', GroupId: on.id, NoStorage: true });
  });

  it('are not sent for what official clients tell themselves: lists, and the end of a guest that was only listed', async () => {
    await on.list('anna', 'bob');
    expect(newMessages(at)).toEqual({ group: [], direct: [] });
    await on.kick('bob');
    const { group, direct } = newMessages(at);
    expect(direct).toEqual([[20_005, 'bob', {}]]);
    expect(group.map(([type]) => type)).toEqual([19_002]);
  });

  it('are sent once, whatever is done again, and never for a renewal', async () => {
    await on.enter('bob');
    newMessages(at);
    await on.join('bob');
    await on.call('bob', 'renewCoStreaming');
    await on.approve('bob');
    await on.apply('bob');
    await on.leave('carl');
    await on.call('bob', 'setCoStreamingDevices', { mic_opened: true });
    expect(newMessages(at)).toEqual({ group: [], direct: [] });
  });

  it('tell of somebody who went silent as of somebody who left', async () => {
    await on.enter('bob');
    at.clock.time += MEMBER_MS;
    newMessages(at);
    await on.call('anna', 'renewCoStreaming');
    expect(
      newMessages(at)
        .group.map(([type]) => type)
        .sort(),
    ).toEqual([19_002, 20_003, 20_004]);
    expect(at.live.removed).toEqual(['bob']);
  });

  it('A9: do not tell a play URL, which holds a token, to the viewers of a strict stage', async () => {
    at = await world({ LIVE_STACK_COSTREAMING: 'strict' });
    on = await stageOf(at);
    await on.enter('bob');
    expect(newMessages(at).group[0]).toEqual([20_003, {}]);
  });

  it('leave the picture of a sender out before its name when both are too long for the service', async () => {
    await on.approve('bob');
    await on.call('bob', 'joinCoStreaming', { user_nick: 'Bob', user_avatar: `https://${'a'.repeat(900)}` });
    const call = at.live.calls.find(({ params }) => params.MsgType === 20_003);
    expect(call?.params.SenderMetaInfo).toBe(JSON.stringify({ userNick: 'Bob' }));
  });

  it.each(['SendLiveMessageGroup', 'SendLiveMessageUser', 'RemoveTerminals'])(
    'A17: a failure of %s fails no operation, and is logged without a secret',
    async (failing) => {
      await on.enter('bob');
      at.live.before = ({ action }) => {
        if (action === failing) throw failure(action, 'InternalError', true);
      };
      expect((await on.apply('carl')).status).toBe(200);
      expect((await on.kick('bob')).status).toBe(200);
      expect(await on.members()).not.toContain('bob');
      const log = at.log.join('\n');
      expect(log).toContain('InternalError');
      expect(Object.values(SECRETS).filter((secret) => log.includes(secret))).toEqual([]);
      expect(log).not.toContain('token=');
    },
  );
});
