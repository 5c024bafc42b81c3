import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Demo, startDemo } from '../../../cli/demo/demo.ts';
import type { ApiClient } from '../../../lambdas/api/client.ts';
import { INGEST_KEY, type MediaStage, mediaStage } from '../../local/media/support/media-stage.ts';

interface Backend {
  readonly client: ApiClient;
  /** Ids of the routes that were called, in order. */
  readonly calls: string[];
}

/** An AppServer as far as the demo needs it. */
function backend(pushUrl: string, { login = 'demo', rooms = [] as object[] } = {}): Backend {
  const calls: string[] = [];
  const answers: Readonly<Record<string, unknown>> = {
    clientConfig: { login },
    loginV1: { token: 'token' },
    list: rooms,
    createV2: { id: 'created' },
    get: { status: 0, push_url_info: { rtmp_url: pushUrl, rts_url: '' } },
  };
  const client = {
    call: async (id: string) => {
      calls.push(id);
      return answers[id];
    },
    withToken: () => client,
  } as unknown as ApiClient;
  return { client, calls };
}

function start({ client }: Backend, logged: string[] = []): { demo: Promise<Demo>; end: () => void } {
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  const demo = startDemo({ client, signal: controller.signal, log: (line) => logged.push(line), now: Date.now });
  return { demo, end: () => controller.abort() };
}

const signed = (stage: MediaStage): string => `${stage.media.rtmpOrigin}${stage.sign('/live/s1', INGEST_KEY)}`;

describe('start --demo', () => {
  it('creates a channel, sends to the address that the API gives, and is watched at once', async () => {
    const stage = await mediaStage();
    const api = backend(signed(stage));
    const { demo, end } = start(api);
    const { roomId, ended } = await demo;
    expect(roomId).toBe('created');
    await vi.waitFor(() => expect(stage.media.hub.all()).toHaveLength(1));
    const viewer = await stage.watch();
    await viewer.until(({ frames }) => [8, 9].every((type) => frames.some((frame) => frame.type === type)));
    end();
    await ended;
    await viewer.over();
    expect(api.calls).toEqual(['clientConfig', 'loginV1', 'list', 'createV2', 'get']);
  });

  it('goes on with the channel of an earlier start, but not with one that has ended', async () => {
    const stage = await mediaStage();
    const rooms = [
      { id: 'over', anchor_id: 'demo', status: 2 },
      { id: 'others', anchor_id: 'alice', status: 0 },
      { id: 'mine', anchor_id: 'demo', status: 0 },
    ];
    const api = backend(signed(stage), { rooms });
    const { demo, end } = start(api);
    expect((await demo).roomId).toBe('mine');
    end();
    await (await demo).ended;
    expect(api.calls).not.toContain('createV2');
  });

  it('is refused with the next step where log-in needs a password', async () => {
    const stage = await mediaStage();
    const { demo } = start(backend(signed(stage), { login: 'password' }));
    await expect(demo).rejects.toMatchObject({ code: 'NoDemo', exitCode: 2, hint: expect.stringContaining('--demo') });
  });

  it('says why it is not let in, and ends when told to', async () => {
    const stage = await mediaStage();
    const logged: string[] = [];
    const { demo, end } = start(backend(signed(stage).replace('s1', 's2')), logged);
    const { ended } = await demo;
    await vi.waitFor(() => expect(logged).not.toEqual([]));
    end();
    await ended;
    expect(logged).toEqual([expect.stringMatching(/^demo: the media server .*; tried again$/)]);
  });
});
