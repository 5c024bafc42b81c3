import { describe, expect, it } from 'vitest';
import { clientConfig } from '../../../lambdas/api/client-config.ts';
import { SECRETS, world } from './support/world.ts';

describe('what clients learn before they log in', () => {
  it('a local stage says where its stand-ins listen', async () => {
    const { body } = await (await world()).as(undefined, 'clientConfig');
    expect(clientConfig.parse(body)).toMatchObject({
      stage: 'test',
      login: 'demo',
      messaging: { adapter: 'local', data_center: 'cn-shanghai', origin: expect.stringMatching(/^https?:\/\//) },
      media: {
        adapter: 'local',
        ingest_origin: 'rtmp://127.0.0.1:1935',
        streaming_origin: 'http://127.0.0.1:7302',
      },
      features: { co_streaming: 'compatible', recording: true },
    });
  });

  it('a stage in the cloud names the adapters of the vendor', async () => {
    const at = await world({
      LIVE_STACK_INGEST_ORIGIN: '',
      LIVE_STACK_STREAMING_ORIGIN: '',
      LIVE_STACK_ARTC_APP_ID: '',
      LIVE_STACK_RECORDING: 'none',
    });
    const { body } = await at.as(undefined, 'clientConfig');
    expect(clientConfig.parse(body)).toMatchObject({
      messaging: { adapter: 'aliyun' },
      media: { adapter: 'aliyun', streaming_origin: 'http://streaming.localhost' },
      features: { co_streaming: 'off', recording: false },
    });
    expect(body.messaging).not.toHaveProperty('origin');
  });

  it('no secret is in it, and it costs no call of the cloud', async () => {
    const at = await world();
    const text = JSON.stringify((await at.as(undefined, 'clientConfig')).body);
    expect(Object.values(SECRETS).filter((secret) => text.includes(secret))).toEqual([]);
    expect([at.rows.calls, at.live.calls]).toEqual([[], []]);
  });
});
