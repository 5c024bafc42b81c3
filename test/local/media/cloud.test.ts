import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud.ts';
import { pass, settle } from '../callbacks/moving-time.ts';
import { INGEST, STREAMING } from '../live/stage.ts';
import { caller } from '../openapi/call.ts';
import { DrivenClock } from '../openapi/driven-clock.ts';
import { clipTags } from './support/clip.ts';
import { RtmpClient } from './support/rtmp-client.ts';

async function start(
  media: { httpPort: number; rtmpPort: number } | undefined,
  directory?: string,
): Promise<LocalCloud> {
  const cloud = await startLocalCloud({
    port: 0,
    triggerPort: 0,
    ...(media ? { media } : {}),
    ...(directory ? { directory } : {}),
  });
  onTestFinished(() => cloud.close());
  return cloud;
}

const ANY = { httpPort: 0, rtmpPort: 0 };
const portOf = (origin: string | undefined): number => Number(new URL(origin ?? '').port);

/** A port with a free one after it, as far as anybody can tell. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('the media server of the local cloud', () => {
  it('is there only when it is asked for', async () => {
    expect((await start(undefined)).media).toBeUndefined();
    const { media } = await start(ANY);
    expect(await (await fetch(`${media?.httpOrigin}/`)).text()).toContain('media server');
  });

  it('refuses everybody while no domain exists', async () => {
    const { media } = await start(ANY);
    const client = new RtmpClient(portOf(media?.rtmpOrigin));
    await client.connect('live');
    expect(await client.publish('s1')).toBe('NetStream.Publish.BadName');
    expect(client.descriptions).toContain('UNKNOWN DOMAIN');
    expect(await fetch(`${media?.httpOrigin}/live/s1.flv`)).toMatchObject({ status: 403 });
  });

  it('takes the next free port when its own is taken, and says which', async () => {
    const ports = { httpPort: await freePort(), rtmpPort: await freePort() };
    const [first, second] = [await start(ports), await start(ports)];
    expect(portOf(first.media?.httpOrigin)).toBe(ports.httpPort);
    expect(portOf(second.media?.httpOrigin)).toBeGreaterThan(ports.httpPort);
    expect(portOf(second.media?.rtmpOrigin)).toBeGreaterThan(ports.rtmpPort);
    expect(await fetch(`${second.media?.httpOrigin}/`)).toMatchObject({ status: 200 });
  });

  it('frees its ports when it is closed, and connections with them', async () => {
    const cloud = await startLocalCloud({ port: 0, triggerPort: 0, media: ANY });
    const client = new RtmpClient(portOf(cloud.media?.rtmpOrigin));
    await client.connect('live');
    const { httpOrigin = '' } = cloud.media ?? {};
    await cloud.close();
    await client.closed();
    await expect(fetch(httpOrigin)).rejects.toThrow();
  });

  it('hands over recordings that a stop has interrupted, at the next start', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'media-cloud-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    const clock = new DrivenClock();
    const first = await startLocalCloud({ port: 0, triggerPort: 0, media: ANY, directory, clock });
    const call = caller(first.live.service, clock, '1');
    for (const [DomainName, LiveDomainType] of [
      [INGEST, 'liveEdge'],
      [STREAMING, 'liveVideo'],
    ] as const) {
      await call('AddLiveDomain', { DomainName, LiveDomainType, Region: 'cn-shanghai' });
    }
    clock.advance(1_000);
    await call('AddLiveDomainMapping', { PullDomain: STREAMING, PushDomain: INGEST });
    await call('AddLiveRecordVodConfig', { DomainName: STREAMING, AppName: 'live', VodTranscodeGroupId: 'g' });
    const noKey = [{ functionName: 'aliauth', functionArgs: [{ argName: 'auth_type', argValue: 'no_auth' }] }];
    await call('BatchSetLiveDomainConfigs', { DomainNames: INGEST, Functions: JSON.stringify(noKey) });
    const client = new RtmpClient(portOf(first.media?.rtmpOrigin));
    await client.connect('live');
    await client.publish('s1');
    client.tags(clipTags(2));
    while (!(await readdir(join(directory, 'recordings'))).some((name) => name.endsWith('.mp4'))) await settle();
    await pass(clock, 1_000);
    await first.close();

    clock.advance(10_000);
    const second = await startLocalCloud({ port: 0, triggerPort: 0, media: ANY, directory, clock });
    onTestFinished(() => second.close());
    const callVod = caller(second.vod.service, clock, '1');
    const status = async (): Promise<string> => {
      const { LiveRecordVideoList } = await callVod('ListLiveRecordVideo', { DomainName: STREAMING });
      const [video] = (LiveRecordVideoList as unknown as { LiveRecordVideo: { Video: { Status: string } }[] })
        .LiveRecordVideo;
      return video?.Video.Status ?? 'none';
    };
    while (['none', 'Uploading'].includes(await status())) await pass(clock, 1_000);
    expect(await status()).toBe('Normal');
  });

  it('keeps recordings in the cloud’s folder', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'media-cloud-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    await start(ANY, directory);
    expect(await readdir(directory)).toContain('recordings');
  });
});
