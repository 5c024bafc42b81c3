/** Callbacks of cloud services over HTTP. */
import type { HandlersOf } from '../handlers.ts';
import type { Scope } from '../scope.ts';
import { recordingEvent, vodEvent } from './recorded.ts';
import type { SignedHeaders } from './signature.ts';
import { streamEvent } from './stream.ts';

export const callbackRoutes: HandlersOf<'handlePushStreamEventCallback' | 'recordingCallback' | 'vodCallback'> = {
  handlePushStreamEventCallback: async (scope, callback) => {
    await streamEvent(scope, callback, signedBy(scope, 'ali-live'));
    return { code: 200 };
  },
  recordingCallback: async (scope, callback) => {
    await recordingEvent(scope, callback, signedBy(scope, 'ali-live'));
    return { code: 200 };
  },
  vodCallback: async (scope, callback) => {
    await vodEvent(scope, callback, signedBy(scope, 'x-vod'));
    return { code: 200 };
  },
};

/** The header names differ by their beginning only (live.md §4). */
function signedBy(scope: Scope, service: 'ali-live' | 'x-vod'): SignedHeaders {
  return { timestamp: scope.header(`${service}-timestamp`), signature: scope.header(`${service}-signature`) };
}
