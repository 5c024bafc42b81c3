import { describe, expect, it } from 'vitest';
import { relayedStreamName } from '../../../local/rtc/relay.ts';
import { createRtc } from '../../../local/rtc/rtc.ts';
import { caller } from '../openapi/call.ts';
import { DrivenClock } from '../openapi/driven-clock.ts';
import { ACCOUNT_ID } from '../openapi/open-api-cloud.ts';

const USER = { appId: 'app', channelId: 'room-1', userId: 'u1' };
const RULE = { AppId: 'app', PlayDomain: 'rtmp://streaming.localhost/live/\x24{stream}', RuleName: 'r' };
const TARGET = { domain: 'streaming.localhost', app: 'live', stream: 'app_room-1_u1_camera' };

/** Somebody who sends, and where to that is relayed. */
function relaying() {
  const clock = new DrivenClock();
  const rtc = createRtc({ clock, accountId: ACCOUNT_ID, apps: [{ appId: 'app', appKey: 'key', name: 'n' }] });
  rtc.channels.join(USER);
  const participant = rtc.channels.publish(USER, { audio: true, video: true });
  if (!participant) throw new Error('the participant is there');
  return {
    rtc,
    participant,
    call: caller(rtc.service, clock, ACCOUNT_ID),
    targets: () => rtc.relayTargets(participant),
  };
}

describe('the relayed stream', () => {
  it.each([
    ['with a picture', { audio: true, video: true }, 'app_room-1_u1_camera'],
    ['without one', { audio: true, video: false }, 'app_room-1_u1_audio'],
  ])('has the name by which the service knows it, %s', (_case, media, name) => {
    expect(relayedStreamName({ ...relaying().participant, media })).toBe(name);
  });

  it('has an encoded name', () => {
    expect(relayedStreamName({ ...relaying().participant, userId: 'a=b' })).toBe('app_room-1_a%3Db_camera');
  });

  it.each([
    ['rtmp://streaming.localhost/live/\x24{stream}', TARGET],
    ['rtmp://Streaming.localhost:1935/show', { ...TARGET, app: 'show' }],
    ['streaming.localhost', TARGET],
  ])('goes where the rule says: %s', async (PlayDomain, target) => {
    const { call, targets } = relaying();
    expect(targets()).toEqual([]);
    await call('CreateAutoLiveStreamRule', { ...RULE, PlayDomain });
    expect(targets()).toEqual([target]);
  });

  it.each([
    ['its channel', { 'ChannelIds.1': 'room-1' }, 1],
    ['another channel', { 'ChannelIds.1': 'room-2' }, 0],
    ['a prefix', { 'ChannelIdPrefixes.1': 'room' }, 1],
    ['another prefix', { 'ChannelIdPrefixes.1': 'hall' }, 0],
  ])('is relayed by a rule for %s: %j', async (_case, change, count) => {
    const { call, targets } = relaying();
    await call('CreateAutoLiveStreamRule', { ...RULE, ...change });
    expect(targets()).toHaveLength(count);
  });

  it('goes to each address once, and not by rules that are switched off', async () => {
    const { call, targets } = relaying();
    await call('CreateAutoLiveStreamRule', RULE);
    const { RuleId } = await call('CreateAutoLiveStreamRule', { ...RULE, PlayDomain: 'other.localhost' });
    await call('CreateAutoLiveStreamRule', RULE);
    expect(targets()).toHaveLength(2);
    await call('DisableAutoLiveStreamRule', { AppId: 'app', RuleId: Number(RuleId) });
    expect(targets()).toEqual([TARGET]);
  });

  it('goes nowhere for an application that is not there', () => {
    const { rtc, participant } = relaying();
    expect(rtc.relayTargets({ ...participant, appId: 'none' })).toEqual([]);
  });
});
