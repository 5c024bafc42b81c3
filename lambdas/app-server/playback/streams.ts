/** Whether a room's stream may be sent: the Live service is told when a room ends and when it is opened again (W14). */

import * as z from 'zod/mini';
import { hasCode } from '../../cloud/errors.ts';
import type { Room } from '../rooms/room.ts';
import type { Scope } from '../scope.ts';
import { artcApp } from '../secrets.ts';
import { relayStream } from './urls.ts';

const state = z.object({ StreamState: z.string() });

/** Milliseconds for one call with all its attempts. */
const DEADLINE_MS = 3_000;

/** App name under which the ARTC service relays (live.md §0.3); the stack's relay rule is made with the same name. */
const relayApp = (scope: Scope): string => scope.config.appName;

interface StreamNames {
  readonly AppName: string;
  readonly StreamName: string;
}

/** All that the anchor holds push URLs for: of a co-streaming room besides the relayed stream the plain one. */
async function sendableStreams(scope: Scope, room: Room): Promise<StreamNames[]> {
  const plain = { AppName: scope.config.appName, StreamName: room.id };
  const played = await streamOf(scope, room);
  return played.StreamName === plain.StreamName ? [plain] : [played, plain];
}

export async function forbidStream(scope: Scope, room: Room): Promise<void> {
  const streams = await sendableStreams(scope, room);
  await Promise.all(streams.map((stream) => call(scope, 'ForbidLiveStream', stream, { LiveStreamType: 'publisher' })));
}

/** Allowing a stream that is not forbidden is no error. */
export async function resumeStream(scope: Scope, room: Room): Promise<void> {
  const streams = await sendableStreams(scope, room);
  await Promise.all(
    streams.map(async (stream) => {
      try {
        await call(scope, 'ResumeLiveStream', stream, { LiveStreamType: 'publisher' });
      } catch (error) {
        if (!hasCode(error, 'InvalidStream.NotFound')) {
          throw error;
        }
      }
    }),
  );
}

/** Whether the room's stream is being sent now: callbacks are not signed over what they say, so it is asked (W10). */
export async function isStreaming(scope: Scope, room: Room): Promise<boolean> {
  const stream = await streamOf(scope, room);
  return state.parse(await call(scope, 'DescribeLiveStreamState', stream)).StreamState === 'online';
}

async function call(
  scope: Scope,
  action: 'ForbidLiveStream' | 'ResumeLiveStream' | 'DescribeLiveStreamState',
  stream: StreamNames,
  more: { LiveStreamType?: 'publisher' } = {},
): Promise<Record<string, unknown>> {
  // UNCERTAIN: the documents do not say in one place which domain is meant; a stream enters through the ingest domain.
  const DomainName = scope.config.ingestDomain;
  return scope.cloud.openApi.call('live', action, { DomainName, ...stream, ...more }, { deadlineMs: DEADLINE_MS });
}

/** The name of the stream that viewers play and that is recorded. */
export async function streamOf(scope: Scope, room: Room): Promise<StreamNames> {
  const artc = room.meetingId === undefined ? undefined : await artcApp(scope);
  return artc && room.meetingId !== undefined
    ? { AppName: relayApp(scope), StreamName: relayStream(artc.appId, room.meetingId, room.anchorId) }
    : { AppName: scope.config.appName, StreamName: room.id };
}
