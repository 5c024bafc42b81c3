/** Phase 3: guests come on stage over the server's path: applying, refusing, joining, switching, being sent away, vanishing. */
import type { ResponseOf } from '../../../lambdas/api/routes.ts';
import { about, type ClientConfig, look, type People, type Room, type SmokeContext } from '../context.ts';
import { eventually, expectRefusal, expectThat } from '../expect.ts';
import { type Maybe, NotExercisedError } from '../stepper.ts';

const phase = 'co-streaming';

const OPEN = {
  id: 'stage-open',
  phase,
  shows: 'The anchor opens a room with co-streaming, and it has a channel of the ARTC service.',
  next: 'Check that the stage has an ARTC application (ArtcAppId) and that its key is in the settings.',
} as const;

const UNINVITED = {
  id: 'uninvited',
  phase,
  shows: 'Who was not let on stage cannot join it.',
  next: 'Stop using the stage: anybody can appear in any room.',
} as const;

const REJECT = {
  id: 'reject',
  phase,
  shows: 'A guest applies, the anchor sees it and refuses, and the guest is not on stage.',
  next: 'Look for the request_id in the log of app-server, and check the table co_streaming.',
} as const;

const JOIN = {
  id: 'join',
  phase,
  shows: 'A guest applies, is let on stage and joins: everybody sees it there, official clients included.',
  next: REJECT.next,
} as const;

const DEVICES = {
  id: 'devices',
  phase,
  shows: 'A guest switches its microphone off, and the anchor sees it.',
  next: REJECT.next,
} as const;

const KICK = {
  id: 'kick',
  phase,
  shows: 'The anchor sends the guest off the stage, and it loses its right to talk at once.',
  next: 'Stop using the stage: guests cannot be removed from it.',
} as const;

const LEAVE = {
  id: 'leave',
  phase,
  shows: 'A guest joins again and leaves of its own accord.',
  next: REJECT.next,
} as const;

const VANISH = {
  id: 'vanished-guest',
  phase,
  shows: 'A guest whose program crashed is taken off the stage when it does not renew.',
  next: 'Check that the timer trigger of app-server runs every minute.',
} as const;

type StageState = ResponseOf<'coStreamingState'>;

export function openStage(at: SmokeContext, config: Maybe<ClientConfig>, people: Maybe<People>): Promise<Maybe<Room>> {
  return at.steps.take(OPEN, { config, people }, async ({ config: { features }, people: { anchor } }) => {
    if (features.co_streaming === 'off') {
      throw new NotExercisedError('this stage has no ARTC application');
    }
    const title = `Smoke test ${at.mark}, co-streaming`;
    const { id } = await anchor.api.call('createV2', { title, anchor: anchor.id, mode: 1, im_server: ['aliyun_new'] });
    at.made.push(id);
    const room = await anchor.api.call('start', about(anchor, id));
    expectThat(room.meeting_id !== undefined, 'a meeting_id', room);
    expectThat(room.link_info?.rtc_push_url !== undefined, 'rtc_push_url for the anchor', room.link_info);
    return room;
  });
}

export async function comeAndGo(at: SmokeContext, people: Maybe<People>, opened: Maybe<Room>): Promise<void> {
  const needs = { people, opened };
  await at.steps.take(UNINVITED, needs, async ({ people: { viewer }, opened: { id } }) => {
    await expectRefusal(
      viewer.api.call('joinCoStreaming', about(viewer, id)),
      'not_on_stage',
      'joining without approval',
    );
  });
  await at.steps.take(REJECT, needs, async ({ people: three, opened: { id } }) => {
    await apply(three, id);
    const { anchor, guest } = three;
    await anchor.api.call('rejectCoStreaming', { ...about(anchor, id), guest_id: guest.id });
    const after = await guest.api.call('coStreamingState', about(guest, id));
    expectThat(after.own_status === 'none', 'own_status "none" after the refusal', after.own_status);
  });
  const joined = await at.steps.take(JOIN, needs, ({ people: three, opened: { id } }) => join(three, id));
  await at.steps.take(DEVICES, { ...needs, joined }, async ({ people: { anchor, guest }, opened: { id } }) => {
    await guest.api.call('setCoStreamingDevices', { ...about(guest, id), mic_opened: false });
    const state = await anchor.api.call('coStreamingState', about(anchor, id));
    const member = memberOf(state, guest.id);
    expectThat(member?.mic_opened === false, 'the guest on stage with its microphone off', member);
  });
  await at.steps.take(KICK, { ...needs, joined }, async ({ people: three, opened: { id } }) => {
    const { anchor, guest } = three;
    await anchor.api.call('kickCoStreaming', { ...about(anchor, id), guest_id: guest.id });
    await expectGone(three, id);
    const renewing = guest.api.call('renewCoStreaming', about(guest, id));
    await expectRefusal(renewing, 'not_on_stage', 'renewing after having been sent away');
  });
  await at.steps.take(LEAVE, { ...needs, joined }, async ({ people: three, opened: { id } }) => {
    await join(three, id);
    await three.guest.api.call('leaveCoStreaming', about(three.guest, id));
    await expectGone(three, id);
  });
}

/** Missed renewals after which a member is taken off. */
const MISSED = 3;

export async function vanish(at: SmokeContext, people: Maybe<People>, opened: Maybe<Room>): Promise<void> {
  await at.steps.take(VANISH, { people, opened }, async ({ people: three, opened: { id } }) => {
    const { anchor } = three;
    const state = () => anchor.api.call('coStreamingState', about(anchor, id));
    const { renew_seconds } = await state();
    const leaseMs = MISSED * renew_seconds * 1_000;
    if (leaseMs > at.patienceMs) {
      const reason = `it takes ${leaseMs / 1_000} s; allow that with --patience`;
      throw new NotExercisedError(reason);
    }
    await join(three, id);
    const isGone = (seen: StageState): boolean => memberOf(seen, three.guest.id) === undefined;
    expectThat(!isGone(await state()), 'the guest on stage before it vanishes', 'it is not there');
    await eventually(at.clock, leaseMs + renew_seconds * 1_000, 'the guest to be taken off the stage', state, isGone);
  });
}

async function apply({ anchor, guest }: People, id: string): Promise<void> {
  const applied = await guest.api.call('applyCoStreaming', { ...about(guest, id), user_nick: 'Guest' });
  expectThat(applied.own_status === 'applied', 'own_status "applied"', applied.own_status);
  const seen = await anchor.api.call('coStreamingState', about(anchor, id));
  const isThere = seen.applications?.some(({ user_id }) => user_id === guest.id);
  expectThat(isThere === true, 'the application of the guest before the anchor', seen.applications);
}

async function join(three: People, id: string): Promise<StageState> {
  const { anchor, guest, viewer } = three;
  await apply(three, id);
  await anchor.api.call('approveCoStreaming', { ...about(anchor, id), guest_id: guest.id });
  const approved = await guest.api.call('coStreamingState', about(guest, id));
  expectThat(approved.own_status === 'approved', 'own_status "approved"', approved.own_status);
  const joined = await guest.api.call('joinCoStreaming', {
    ...about(guest, id),
    mic_opened: true,
    camera_opened: true,
  });
  expectThat(joined.own_status === 'on_stage', 'own_status "on_stage"', joined.own_status);
  const mine = new URL(joined.rtc_push_url).searchParams.get('userId');
  expectThat(mine === guest.id, 'an rtc_push_url for the guest alone', mine);
  await guest.api.call('renewCoStreaming', about(guest, id));
  const { members } = await viewer.api.call('getMeetingInfo', { id });
  const isListed = members.some(({ user_id }) => user_id === guest.id);
  expectThat(
    isListed,
    'the guest in getMeetingInfo',
    members.map(({ user_id }) => user_id),
  );
  return joined;
}

async function expectGone({ anchor, guest, viewer }: People, id: string): Promise<void> {
  const { own_status } = await guest.api.call('coStreamingState', about(guest, id));
  expectThat(own_status === 'none', 'own_status "none"', own_status);
  const state = await anchor.api.call('coStreamingState', about(anchor, id));
  expectThat(memberOf(state, guest.id) === undefined, 'the guest off the stage', state.members);
  const { members } = await viewer.api.call('getMeetingInfo', { id });
  expectThat(
    members.every(({ user_id }) => user_id !== guest.id),
    'the guest off the list of official clients',
    members,
  );
  const room = await look(guest, id);
  expectThat(room.status === 1, 'the room to go on', room.status);
}

function memberOf({ members }: StageState, userId: string) {
  return members.find(({ user_id }) => user_id === userId);
}
