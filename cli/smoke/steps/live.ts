/** Phase 2: the room goes live, is found, and its URLs are good. */
import type { ResponseOf } from '../../../lambdas/api/routes.ts';
import { about, type Chat, type ClientConfig, look, type People, type Room, type SmokeContext } from '../context.ts';
import { expectRefusal, expectThat } from '../expect.ts';
import { groupMessage } from '../messaging.ts';
import type { Maybe } from '../stepper.ts';
import { urlProblem, urlsOf } from '../urls.ts';

const START = {
  id: 'start',
  phase: 'live',
  shows: 'The anchor starts: the room is live, and starting again changes nothing.',
  next: 'Look for the request_id in the log of app-server.',
} as const;

const START_NEWS = {
  id: 'start-news',
  phase: 'live',
  shows: 'Viewers in the room hear that it started, as official clients tell each other.',
  next: 'Check the messaging service and whether the room is muted.',
} as const;

const ONLY_ANCHOR = {
  id: 'only-anchor',
  phase: 'live',
  shows: 'Nobody but the anchor starts, stops or deletes the room.',
  next: 'Stop using the stage: anybody can end any room.',
} as const;

const LIST = {
  id: 'list',
  phase: 'live',
  shows: 'The list shows the room as live, and nobody in it is told where to push.',
  next: 'The index rooms_by_time may lag behind: run again; then check the table rooms.',
} as const;

const URLS = {
  id: 'urls',
  phase: 'live',
  shows: 'Push and playback URLs are well-formed, signed, and not expired.',
  next: 'Deploy the stage again: the settings url-signing/* may not fit its domains.',
} as const;

const SIGNATURES = {
  id: 'signatures',
  phase: 'live',
  shows: 'The CDN takes the push and playback URLs, and refuses ones that were changed.',
  next: 'Compare the keys of the aliauth configuration of both domains with the settings url-signing/*.',
} as const;

/** Message type of the official clients (appserver-contract.md §4.2). */
const STARTED = 10_003;
/** Pages of the list that are read until the room is found; others may create rooms meanwhile. */
const PAGES = 5;

export async function start(
  at: SmokeContext,
  people: Maybe<People>,
  room: Maybe<Room>,
  chat: Maybe<Chat>,
): Promise<Maybe<Room>> {
  const started = await at.steps.take(START, { people, room }, async ({ people: { anchor, viewer }, room: { id } }) => {
    const first = await anchor.api.call('start', about(anchor, id));
    expectThat(first.status === 1 && first.started_at !== undefined, 'a live room (status 1)', first);
    const second = await anchor.api.call('start', about(anchor, id));
    expectThat(second.started_at === first.started_at, 'the same session after a second start', second.started_at);
    const seen = await look(viewer, id);
    expectThat(seen.status === 1, 'a live room (status 1) for the viewer', seen.status);
    return first;
  });
  await at.steps.take(START_NEWS, { started, chat }, async ({ started: { id }, chat: { anchor, guest, viewer } }) => {
    await anchor.request('sendGroupMessage', {
      groupId: id,
      type: STARTED,
      data: '{}',
      skipMuteCheck: true,
      noStorage: true,
    });
    await Promise.all([guest, viewer].map((each) => each.take('the start', groupMessage(id, STARTED))));
  });
  return started;
}

export async function find(at: SmokeContext, people: Maybe<People>, started: Maybe<Room>): Promise<void> {
  await at.steps.take(ONLY_ANCHOR, { people, started }, async ({ people: { guest }, started: { id } }) => {
    for (const route of ['start', 'pause', 'stop', 'delete'] as const) {
      await expectRefusal(guest.api.call(route, about(guest, id)), 'not_room_owner', `${route} by a guest`);
    }
  });
  await at.steps.take(LIST, { people, started }, async ({ people: { viewer }, started: { id } }) => {
    const item = await inList(viewer, id);
    expectThat(item !== undefined, `room ${id} among the newest`, 'it is not in the list');
    expectThat(item.status === 1, 'a live room (status 1)', item.status);
    expectThat(item.push_url_info === undefined, 'no push_url_info in the list', 'one');
    expectThat(
      await isOnACursorPage(viewer, id),
      `room ${id} among the newest live rooms by cursor`,
      'it is not there',
    );
  });
}

async function isOnACursorPage(viewer: People['viewer'], id: string): Promise<boolean> {
  let cursor: string | undefined;
  for (let page = 1; page <= PAGES; page++) {
    const { rooms, next_cursor } = await viewer.api.call('listByCursor', {
      user_id: viewer.id,
      status: 1,
      limit: 100,
      cursor,
    });
    if (rooms.some((room) => room.id === id)) {
      return true;
    }
    if (next_cursor === undefined) {
      break;
    }
    cursor = next_cursor;
  }
  return false;
}

async function inList(viewer: People['viewer'], id: string): Promise<ResponseOf<'list'>[number] | undefined> {
  for (let page_num = 1; page_num <= PAGES; page_num++) {
    const page = await viewer.api.call('list', { user_id: viewer.id, page_num, page_size: 100 });
    const item = page.find((room) => room.id === id);
    if (item || page.length === 0) {
      return item;
    }
  }
  return undefined;
}

export async function checkUrls(at: SmokeContext, config: Maybe<ClientConfig>, started: Maybe<Room>): Promise<void> {
  const { publisher } = at;
  const good = await at.steps.take(URLS, { config, started }, async ({ config: { media }, started: room }) => {
    for (const [name, url] of urlsOf(room)) {
      const problem = urlProblem(name, url, room.id, media, at.clock.now());
      expectThat(problem === undefined, `a good ${name}`, `${problem} in ${url.split('?')[0]}`);
    }
  });
  await at.steps.take(SIGNATURES, { publisher, started, good }, async ({ publisher: cdn, started: room }) => {
    for (const [name, url] of urlsOf(room).filter(([, each]) => !each.startsWith('artc:'))) {
      const purpose = name.startsWith('push_') ? 'push' : 'play';
      const problem = await cdn.problemOf(purpose, url);
      expectThat(problem === undefined, `the CDN to take ${name}`, problem);
      const changed = await cdn.problemOf(purpose, url.replace(room.id, `${room.id.slice(0, -1)}x`));
      expectThat(changed !== undefined, `the CDN to refuse ${name} for another stream`, 'it took it');
    }
  });
}
