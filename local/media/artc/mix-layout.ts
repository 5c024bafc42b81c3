/** What a relay task says about the picture, as the browser that mixes needs it (live.md §7). */
import type { MpuTask } from '../../live/mpu/tasks.ts';
import type { Json } from '../../product.ts';

/** Somebody in the mix; places are shares of the whole picture, from 0 to 1. */
export interface Pane {
  readonly userId: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  /** Higher is in front. */
  readonly z: number;
}

/** Of a picture, in pixels. */
export interface MixSize {
  readonly width: number;
  readonly height: number;
}

/** `mode` 0: the camera as it is; 1: mixed. */
export interface MixLayout {
  readonly mode: 0 | 1;
  readonly panes: readonly Pane[];
  /** Absent where the task names none that H.264 allows here: then the browser chooses. */
  readonly size?: MixSize;
}

/** Of a side: what a browser can still draw and code. */
const MOST_PIXELS = 1_920;

export const NO_MIX: MixLayout = { mode: 0, panes: [] };

export function layoutOf(task: MpuTask): MixLayout {
  if (task.mixMode === '0') return NO_MIX;
  const size = sizeOf(task);
  return { mode: 1, panes: panesOf(task).flatMap((pane) => paneOf(pane) ?? []), ...(size && { size }) };
}

/**
 * Whose stream the task relays: that of the single user it has or once had, else of the first one in the picture. In that
 * user's browser the mix is made.
 */
export function ownerOf(task: MpuTask): string | undefined {
  const { SingleSubParams, TranscodeParams } = task.settings;
  const [firstPane] = panesOf(task);
  const [firstUser] = list(field(TranscodeParams, 'UserInfos'));
  const candidates = [
    field(SingleSubParams, 'UserId'),
    field(field(firstPane, 'UserInfo'), 'UserId'),
    field(firstUser, 'UserId'),
  ];
  return candidates.find((value) => typeof value === 'string');
}

function panesOf({ settings }: MpuTask): Json[] {
  return list(field(field(settings.TranscodeParams, 'Layout'), 'UserPanes'));
}

function sizeOf({ settings }: MpuTask): MixSize | undefined {
  const encoding = field(settings.TranscodeParams, 'EncodeParams');
  const [width, height] = (['VideoWidth', 'VideoHeight'] as const).map((name) => pixels(field(encoding, name)));
  return width === undefined || height === undefined ? undefined : { width, height };
}

/** Undefined for a pane that names nobody, such as one with a picture in it. */
function paneOf(pane: Json): Pane | undefined {
  const userId = field(field(pane, 'UserInfo'), 'UserId');
  if (typeof userId !== 'string') return undefined;
  const [x, y, w, h] = (['X', 'Y', 'Width', 'Height'] as const).map((name) => share(field(pane, name)));
  return { userId, x: x ?? 0, y: y ?? 0, w: w ?? 1, h: h ?? 1, z: Number(field(pane, 'ZOrder') ?? 0) || 0 };
}

function share(value: Json | undefined): number | undefined {
  const number = numberOf(value);
  return number >= 0 && number <= 1 ? number : undefined;
}

/** Browsers code an even number of them. */
function pixels(value: Json | undefined): number | undefined {
  const number = numberOf(value);
  return number % 2 === 0 && number > 0 && number <= MOST_PIXELS ? number : undefined;
}

/** Numbers are sent as texts. */
function numberOf(value: Json | undefined): number {
  return typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
}

function field(value: Json | undefined, name: string): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value[name] : undefined;
}

function list(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}
