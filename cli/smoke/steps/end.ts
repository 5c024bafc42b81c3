/** The end: the room stops, leaves a replay, and is deleted with everything that belongs to it. */
import { about, type ClientConfig, look, type People, type Room, type SmokeContext } from '../context.ts';
import { eventually, expectRefusal, expectThat } from '../expect.ts';
import type { Push } from '../publisher.ts';
import { type Maybe, Missing, NotExercisedError } from '../stepper.ts';

const phase = 'end';

const STOP = {
  id: 'stop',
  phase,
  shows: 'The anchor stops: the room has ended for everybody, and stopping again changes nothing.',
  next: 'Look for the request_id in the log of app-server.',
} as const;

const STAGE_EMPTY = {
  id: 'stage-empty',
  phase,
  shows: 'When a room with co-streaming ends, nobody is on its stage.',
  next: 'Check the table co_streaming: clients that find themselves in the list turn their camera on.',
} as const;

const FORBIDDEN = {
  id: 'forbidden',
  phase,
  shows: 'An ended room takes no stream any more.',
  next: 'Check that app-server may call ForbidLiveStream, and that the timer trigger runs.',
} as const;

const REPLAY = {
  id: 'replay',
  phase,
  shows: 'The room has a replay.',
  next: 'Check the recording configuration of the streaming domain and the callbacks of VOD.',
} as const;

const DELETE = {
  id: 'delete',
  phase,
  shows: 'The rooms of this run are deleted, and are gone for everybody.',
  next: 'Delete them by hand: their titles begin with "Smoke test".',
} as const;

export async function stop(
  at: SmokeContext,
  people: Maybe<People>,
  room: Maybe<Room>,
  opened: Maybe<Room>,
): Promise<Maybe<Room>> {
  const stopped = await at.steps.take(STOP, { people, room }, async ({ people: { anchor, viewer }, room: { id } }) => {
    const first = await anchor.api.call('stop', about(anchor, id));
    expectThat(first.status === 2 && first.stopped_at !== undefined, 'an ended room (status 2)', first);
    const second = await anchor.api.call('stop', about(anchor, id));
    expectThat(second.stopped_at === first.stopped_at, 'the same end after a second stop', second.stopped_at);
    const seen = await look(viewer, id);
    expectThat(seen.status === 2, 'an ended room (status 2) for the viewer', seen.status);
    return first;
  });
  await at.steps.take(STAGE_EMPTY, { people, opened }, async ({ people: { anchor, viewer }, opened: { id } }) => {
    await anchor.api.call('stop', about(anchor, id));
    const { members } = await viewer.api.call('getMeetingInfo', { id });
    expectThat(
      members.length === 0,
      'nobody on stage',
      members.map(({ user_id }) => user_id),
    );
  });
  return stopped;
}

export async function afterwards(
  at: SmokeContext,
  config: Maybe<ClientConfig>,
  people: Maybe<People>,
  stopped: Maybe<Room>,
  pushed: Maybe<Push>,
): Promise<void> {
  const { publisher } = at;
  await at.steps.take(
    FORBIDDEN,
    { publisher, stopped },
    async ({ publisher: by, stopped: { push_url_info: push } }) => {
      expectThat(push !== undefined, 'push_url_info for the anchor', 'none');
      const outcome = await by.publish(push.rtmp_url).then(
        async (taken) => {
          await taken.crash();
          return 'it was taken';
        },
        () => undefined,
      );
      expectThat(outcome === undefined, 'ingest to refuse the stream', outcome);
    },
  );
  await at.steps.take(
    REPLAY,
    { config, people, stopped, pushed },
    async ({ config: { features }, people: { viewer }, stopped: { id } }) => {
      if (!features.recording) {
        throw new NotExercisedError('this stage records nothing');
      }
      const isThere = (seen: Room): boolean => seen.vod_info?.status === 1;
      const room = await eventually(at.clock, at.patienceMs, 'a replay', () => look(viewer, id), isThere);
      const urls = (room.vod_info?.playlist ?? []).map(({ play_url }) => play_url);
      expectThat(urls.length > 0 && urls.every((url) => URL.canParse(url)), 'play URLs', urls);
      expectThat(new Set(urls).size === urls.length, 'each recording once', urls);
    },
  );
}

/** Also when something failed before: what a run made, it removes. */
export async function remove(at: SmokeContext, people: Maybe<People>): Promise<void> {
  const made: Maybe<readonly string[]> = at.made.length > 0 ? at.made : new Missing('this run made no room');
  await at.steps.take(DELETE, { people, made }, async ({ people: { anchor, viewer }, made: ids }) => {
    for (const id of ids) {
      await anchor.api.call('delete', about(anchor, id));
      await expectRefusal(look(viewer, id), 'room_not_found', 'a deleted room');
    }
  });
}
