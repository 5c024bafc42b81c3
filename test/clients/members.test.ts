import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MemberPlayback, Playing } from '../../clients/shared/playing/playing.ts';
import { type Members, openMembers } from '../../clients/shared/room/members.ts';
import type { StageMember } from '../../clients/shared/room/stage.ts';

const url = (user: string, token: string): string =>
  `artc://live.aliyun.com/play/channel?sdkAppId=app&userId=${user}&timestamp=1&token=${token}`;
const member = (user_id: string, token = 't'): StageMember => ({ user_id, rtc_pull_url: url(user_id, token) });

interface Played {
  readonly url: string;
  readonly stop: ReturnType<typeof vi.fn>;
  end: () => void;
}

let played: Played[];
let refuse: boolean;
let members: Members;

const playing: Pick<Playing, 'playMember'> = {
  playMember: async (address) => {
    if (refuse) throw new Error('nothing to play yet');
    const each: Played = { url: address, stop: vi.fn(), end: () => undefined };
    played.push(each);
    const playback: MemberPlayback = {
      stream: {} as MediaStream,
      onEnded: (listener) => {
        each.end = listener;
        return () => undefined;
      },
      stop: each.stop,
    };
    return playback;
  },
};

beforeEach(() => {
  vi.useFakeTimers();
  played = [];
  refuse = false;
  members = openMembers(playing as Playing);
});
afterEach(() => {
  members.close();
  vi.useRealTimers();
});

const settled = () => vi.advanceTimersByTimeAsync(0);

describe('the pictures of the others on stage', () => {
  it('begin when somebody comes and end when they go', async () => {
    members.follow([member('bob'), member('carl')]);
    await settled();
    expect([...members.streams.value.keys()]).toEqual(['bob', 'carl']);
    members.follow([member('carl')]);
    expect([...members.streams.value.keys()]).toEqual(['carl']);
    expect(played[0]?.stop).toHaveBeenCalledOnce();
    expect(played[1]?.stop).not.toHaveBeenCalled();
  });

  it('are not begun anew because the URL was signed anew', async () => {
    members.follow([member('bob', 'first')]);
    await settled();
    members.follow([member('bob', 'second')]);
    await settled();
    expect(played).toHaveLength(1);
  });

  it('are tried again when there is nothing to play yet', async () => {
    refuse = true;
    members.follow([member('bob')]);
    await settled();
    expect(members.streams.value.size).toBe(0);
    refuse = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect([...members.streams.value.keys()]).toEqual(['bob']);
  });

  it('come back when they broke off, and do not when the member is gone', async () => {
    members.follow([member('bob')]);
    await settled();
    played[0]?.end();
    expect(members.streams.value.size).toBe(0);
    await vi.advanceTimersByTimeAsync(1_000);
    expect([...members.streams.value.keys()]).toEqual(['bob']);
    played[1]?.end();
    members.follow([]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(played).toHaveLength(2);
    expect(members.streams.value.size).toBe(0);
  });

  it('whose playback comes after the member left is stopped at once', async () => {
    members.follow([member('bob')]);
    members.follow([]);
    await settled();
    expect(played[0]?.stop).toHaveBeenCalledOnce();
    expect(members.streams.value.size).toBe(0);
  });
});
