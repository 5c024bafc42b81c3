import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { layoutOf } from '../../clients/shared/picture/layout.ts';
import { LANDSCAPE } from '../../clients/shared/picture/size.ts';
import type { Publication, PublishingProblem } from '../../clients/shared/publishing/publishing.ts';
import { type PushStandIn, pushStandIn } from './support/push-sdk.ts';

const URL_TO = 'artc://live.aliyun.com/push/channel?sdkAppId=app&userId=anna&timestamp=1&token=t';
const SOURCE = { id: 'what the studio draws' } as unknown as MediaStream;

let sdk: PushStandIn;
beforeEach(() => {
  sdk = pushStandIn();
});
afterEach(() => vi.unstubAllGlobals());

async function publish(mixing: 'client' | 'server' = 'client'): Promise<Publication> {
  const { openAliyunPublishing } = await import('../../clients/shared/publishing/aliyun.ts');
  return openAliyunPublishing({ streamingOrigin: '', mixing }).publish(URL_TO, SOURCE, { canMix: true });
}

const called = (name: string) => sdk.calls.filter(([each]) => each === name);

describe('publishing through the vendor’s pusher', () => {
  it('hands the finished picture over as the source, and pushes to the URL as it is', async () => {
    const publication = await publish();
    expect(sdk.scripts).toEqual([expect.stringMatching(/^https:\/\/g\.alicdn\.com\/.*alivc-live-push\.js$/)]);
    expect(sdk.calls).toEqual([
      ['init', { custom: true, mediaStream: SOURCE, connectRetryCount: 12 }],
      ['startPush', URL_TO],
    ]);
    expect(publication.state).toBe('live');
    await publication.stop();
    expect(sdk.calls.slice(2)).toEqual([['stopPush'], ['destroy']]);
    expect(publication.state).toBe('ended');
  });

  it.each<[string, object, PublishingProblem]>([
    ['init', { name: 'NotAllowedError' }, 'no-permission'],
    ['init', { errorCode: 10_113 }, 'unsupported'],
    ['startPush', { errorCode: 10_300 }, 'expired'],
    ['startPush', { code: 42, message: 'who knows' }, 'unreachable'],
  ])('%s that fails with %j is the problem "%s", and leaves nothing behind', async (method, error, problem) => {
    sdk.fail(method, error);
    const refusal = await publish().catch((each: unknown) => each);
    expect(refusal).toMatchObject({ name: 'PublishingError', problem });
    expect(sdk.calls.at(-1)).toEqual(['destroy']);
  });

  it('a browser that the SDK does not support is told before anything begins', async () => {
    sdk.support = false;
    expect(await publish().catch((error: unknown) => error)).toMatchObject({ problem: 'unsupported' });
    expect(sdk.calls).toEqual([]);
  });

  it('an address of the vendor that does not answer is a network that does not, and may be tried again', async () => {
    sdk.isReachable = false;
    expect(await publish().catch((error: unknown) => error)).toMatchObject({ problem: 'unreachable' });
    sdk.isReachable = true;
    expect((await publish()).state).toBe('live');
    expect(sdk.scripts).toHaveLength(2);
  });

  it('tells losses and how they end', async () => {
    const publication = await publish();
    const states: unknown[] = [];
    publication.onState((state, problem) => states.push([state, problem]));
    sdk.tell('connectionlost');
    sdk.tell('networkrecovery');
    sdk.tell('connectionlost');
    sdk.tell('reconnectexhausted');
    await publication.stop();
    sdk.tell('networkrecovery');
    expect(states).toEqual([
      ['reconnecting', 'unreachable'],
      ['live', undefined],
      ['reconnecting', 'unreachable'],
      ['failed', 'unreachable'],
      ['ended', undefined],
    ]);
  });
});

describe('the mix of a co-streaming room in the cloud', () => {
  const picture = (...people: string[]) => ({ size: LANDSCAPE, panes: layoutOf(people) });

  it('is laid out in pixels, in the order of the panes', async () => {
    const publication = await publish();
    await publication.mix(picture('anna', 'bob', 'carl'), new Map());
    expect(called('setLiveMixTranscodingConfig')).toEqual([
      [
        'setLiveMixTranscodingConfig',
        {
          ...{ width: 640, height: 360, bitrate: 1_200, cropMode: 1 },
          mixStreams: [
            { given: ['anna', 0, 0, 640, 180, 1, 0] },
            { given: ['bob', 0, 180, 320, 180, 2, 0] },
            { given: ['carl', 320, 180, 320, 180, 3, 0] },
          ],
        },
      ],
    ]);
  });

  it('ends when the anchor is alone again, and is set again after a loss', async () => {
    const publication = await publish();
    await publication.mix(picture('anna', 'bob'), new Map());
    sdk.tell('networkrecovery');
    await publication.mix(picture('anna'), new Map());
    const configs = called('setLiveMixTranscodingConfig').map(([, config]) => config);
    expect(configs).toEqual([expect.anything(), configs[0], undefined]);
  });

  it('is left to the AppServer where the server lays people out', async () => {
    const publication = await publish('server');
    await publication.mix(picture('anna', 'bob'), new Map());
    expect(called('setLiveMixTranscodingConfig')).toEqual([]);
  });
});
