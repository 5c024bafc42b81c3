/** A channel that is live and watched: where most tests begin. */
import type { Page } from 'playwright-core';
import type { Network } from './network.ts';
import { goLive, logIn, seesFresh } from './people.ts';
import { newRoom, studioOf, watching } from './rooms.ts';
import type { Stage } from './stage.ts';

/** The picture and the sound of whoever streams. */
export const STREAMER = { hue: 0, hertz: 440 } as const;

export interface LiveRoom {
  readonly id: string;
  readonly streamer: Page;
  readonly viewer: Page;
}

/** @param through the networks that streamer and viewer (bob) reach the stage by; without one, directly */
export async function liveRoom(
  stage: Stage,
  anchor: string,
  mode: 0 | 1,
  through: { readonly streamer?: Network; readonly viewer?: Network } = {},
): Promise<LiveRoom> {
  const { id } = await newRoom(stage, anchor, mode);
  const behind = (network: Network | undefined) => (network ? { network } : {});
  const streamer = await stage.open(anchor, studioOf(id), { look: STREAMER, ...behind(through.streamer) });
  await logIn(streamer, anchor);
  await goLive(streamer);
  const viewer = await stage.open('viewer', watching(id), behind(through.viewer));
  await logIn(viewer, 'bob');
  await seesFresh(viewer, STREAMER.hue);
  return { id, streamer, viewer };
}
