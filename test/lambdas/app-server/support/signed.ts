/** The signatures of the cloud services that call back (live.md §4), written down a second time. */
import { createHash } from 'node:crypto';
import type { RouteId } from '../../../../lambdas/api/routes.ts';
import { SECRETS, START } from './world.ts';

/** As the settings of a `world` say. */
const HOST = 'app.example.com';

/** What each service signs, and with which key. */
const SIGNED: Partial<Record<RouteId, readonly [prefix: string, address: string, key: string]>> = {
  handlePushStreamEventCallback: ['ali-live', 'ingest.localhost', SECRETS.stream],
  recordingCallback: ['ali-live', HOST, SECRETS.recording],
  vodCallback: ['x-vod', `https://${HOST}/api/v1/callbacks/vod`, SECRETS.vod],
  messageCallback: ['ali-live', HOST, SECRETS.imKey],
};

/** @param seconds since the epoch */
export function signatureOf(id: RouteId, seconds: number = START / 1_000): Record<string, string> {
  const [prefix, address, key] = SIGNED[id] ?? [];
  if (prefix === undefined) {
    return {};
  }
  const signature = createHash('md5').update(`${address}|${seconds}|${key}`).digest('hex');
  return { [`${prefix}-timestamp`]: String(seconds), [`${prefix}-signature`]: signature };
}
