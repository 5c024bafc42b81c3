/** What the task that relays and mixes a room is to show, as parameters of the MPU actions (live.md §7). */
import type { Param } from '../../cloud/openapi.ts';
import { isVisible, LIVE, PREPARING, type Room } from '../rooms/room.ts';
import { CANVAS, layout } from './layout.ts';
import type { StageView } from './seats.ts';
import { has } from './stage.ts';

/** The one relayed or mixed picture of a room. */
export interface Picture {
  /** The anchor first. */
  readonly people: readonly string[];
  /** Equal for equal pictures: what is written down of a task that shows it. */
  readonly signature: string;
}

/**
 * Nothing is shown of a room that is over. Before the start the anchor's being on stage is enough, so that an anchor who
 * comes back after a crash is seen again without a new start.
 */
export function pictureOf(room: Room, view: StageView): Picture | undefined {
  const isOn = room.status === LIVE || (room.status === PREPARING && has(view.stage.members, room.anchorId));
  if (!isVisible(room) || room.mode !== 1 || !isOn) {
    return undefined;
  }
  const guests = view.seats.flatMap(({ userId }) => (userId === room.anchorId ? [] : [userId]));
  const people = [room.anchorId, ...guests];
  return { people, signature: people.join(',') };
}

/** Of the task of a room: at most 55 characters, and the same on every instance, so that no room has two. */
export function taskId(room: Pick<Room, 'id'>): string {
  return room.id;
}

/** UNCERTAIN: the numbers stand in the examples without a legend; 0 is taken for sound and picture. */
const STREAM = { StreamType: '0', SourceType: 'camera' } as const;
/** UNCERTAIN, as in the example: taken for filling the pane and cutting off what does not fit. */
const RENDER_MODE = '1';

const ENCODING = {
  VideoCodec: 'H.264',
  VideoWidth: String(CANVAS.width),
  VideoHeight: String(CANVAS.height),
  VideoFramerate: '25',
  VideoBitrate: '1500',
  VideoGop: '50',
  AudioSampleRate: '44100',
  AudioChannels: '1',
  AudioBitrate: '64',
} as const;

/** One person is relayed as it is, more are mixed: objects travel as JSON text (live-api.json). */
export function pictureParams({ people }: Picture): Record<string, Param> {
  const [anchor] = people;
  if (people.length === 1) {
    return { MixMode: '0', SingleSubParams: JSON.stringify({ UserId: anchor, ...STREAM }) };
  }
  const panes = layout(people.length).map(({ x, y, width, height }, index) => ({
    X: String(x),
    Y: String(y),
    Width: String(width),
    Height: String(height),
    ZOrder: '0',
    RenderMode: RENDER_MODE,
    UserInfo: { UserId: people[index], SourceType: STREAM.SourceType },
  }));
  const params = {
    UserInfos: people.map((UserId) => ({ UserId, ...STREAM })),
    Layout: { UserPanes: panes },
    EncodeParams: ENCODING,
  };
  return { MixMode: '1', TranscodeParams: JSON.stringify(params) };
}
