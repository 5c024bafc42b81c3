import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChannelEvent, Channels } from '../../../local/rtc/channels.ts';
import { DrivenClock } from '../openapi/driven-clock.ts';

const user = (userId: string, channelId = 'room') => ({ appId: 'app', channelId, userId });

function recorded() {
  const channels = new Channels(new DrivenClock());
  const events: string[] = [];
  channels.subscribe((event) => events.push(wordsOf(event)));
  return { channels, events };
}

function wordsOf(event: ChannelEvent): string {
  if (!('participant' in event)) return `${event.channelId} ${event.kind}`;
  const reason = event.kind === 'left' ? ` ${event.reason}` : '';
  return `${event.participant.userId} ${event.kind}${reason}`;
}

describe('an ARTC channel', () => {
  it('opens with the first who joins and is gone with the last who leaves', () => {
    const { channels, events } = recorded();
    expect(channels.exists('app', 'room')).toBe(false);
    channels.join(user('a'), 'interactive');
    channels.join(user('b'));
    channels.leave(user('a'));
    expect(channels.exists('app', 'room')).toBe(true);
    expect(channels.of('app')).toEqual(['room']);
    channels.leave(user('b'));
    expect(channels.exists('app', 'room')).toBe(false);
    expect(events).toEqual([...['room opened', 'a joined', 'b joined', 'a left left', 'b left left', 'room closed']]);
  });

  it('knows who sends what; who sends is interactive', () => {
    const { channels, events } = recorded();
    channels.join(user('a'));
    channels.publish(user('a'), { audio: true, video: false });
    channels.publish(user('a'), { audio: true, video: true });
    expect(channels.find(user('a'))).toMatchObject({ role: 'interactive', media: { audio: true, video: true } });
    channels.unpublish(user('a'));
    channels.unpublish(user('a'));
    expect(channels.find(user('a'))).not.toHaveProperty('media');
    expect(events.slice(2)).toEqual(['a role changed', 'a published', 'a published', 'a unpublished']);
  });

  it('does nothing for people who are not there', () => {
    const { channels, events } = recorded();
    expect(channels.publish(user('a'), { audio: true, video: true })).toBeUndefined();
    channels.unpublish(user('a'));
    channels.leave(user('a'));
    expect(channels.remove(user('a'))).toBe(false);
    expect(channels.delete('app', 'room')).toBe(false);
    expect(events).toEqual([]);
  });

  it('replaces an earlier session of the same user, also in another channel', () => {
    const { channels, events } = recorded();
    const first = channels.join(user('a'));
    const second = channels.join(user('a', 'other'));
    expect(events).toEqual([
      ...['room opened', 'a joined', 'a left replaced', 'room closed', 'other opened', 'a joined'],
    ]);
    channels.leave({ ...user('a', 'other'), sessionId: first.sessionId });
    expect(channels.find(user('a', 'other'))?.sessionId).toBe(second.sessionId);
    channels.leave(second);
    expect(channels.of('app')).toEqual([]);
  });

  it('lets the same user into another application', () => {
    const { channels } = recorded();
    channels.join(user('a'));
    channels.join({ ...user('a'), appId: 'app2' });
    expect([channels.users('app', 'room'), channels.users('app2', 'room')].map(({ length }) => length)).toEqual([1, 1]);
  });

  it('can be emptied by force, and single people removed', () => {
    const { channels, events } = recorded();
    for (const id of ['a', 'b', 'c']) channels.join(user(id));
    expect(channels.remove(user('b'))).toBe(true);
    expect(channels.delete('app', 'room')).toBe(true);
    expect(events.slice(4)).toEqual([
      ...['b left removed', 'a left channel deleted', 'c left channel deleted', 'room closed'],
    ]);
  });

  it('tells no more to those who stopped listening', () => {
    const channels = new Channels(new DrivenClock());
    const events: ChannelEvent[] = [];
    const stop = channels.subscribe((event) => events.push(event));
    stop();
    channels.join(user('a'));
    expect(events).toEqual([]);
  });

  it('exists exactly while somebody is in it, and nobody is in two, whatever happens', () => {
    const step = fc.record({
      what: fc.constantFrom('join', 'leave', 'remove', 'delete', 'publish', 'unpublish'),
      who: fc.constantFrom('a', 'b', 'c'),
      where: fc.constantFrom('room1', 'room2'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const channels = new Channels(new DrivenClock());
        const open = new Set<string>();
        channels.subscribe((event) => {
          if (event.kind === 'opened') open.add(event.channelId);
          if (event.kind === 'closed') open.delete(event.channelId);
        });
        for (const { what, who, where } of steps) {
          if (what === 'join') channels.join(user(who, where));
          else if (what === 'leave') channels.leave(user(who, where));
          else if (what === 'remove') channels.remove(user(who, where));
          else if (what === 'delete') channels.delete('app', where);
          else if (what === 'publish') channels.publish(user(who, where), { audio: true, video: true });
          else channels.unpublish(user(who, where));
          const ids = channels.participantsOf('app').map(({ userId }) => userId);
          expect(new Set(ids).size).toBe(ids.length);
          expect([...open].sort()).toEqual(channels.of('app').sort());
          for (const channelId of channels.of('app')) expect(channels.users('app', channelId)).not.toEqual([]);
        }
      }),
    );
  });
});
