/** A media server with one ingest and one streaming domain; prints where it is, and tells how much processor it has used. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../../local/clock.ts';
import { createLive } from '../../../local/live/live.ts';
import { openMedia } from '../../../local/media/media.ts';
import { createRtc } from '../../../local/rtc/rtc.ts';
import { createVod } from '../../../local/vod/vod.ts';
import { caller } from '../../local/openapi/call.ts';

const clock = systemClock;
const accountId = '1';
const rtc = createRtc({ clock, accountId, apps: [] });
const vod = createVod({ clock, accountId });
const settings = { domainOnlineAfterMs: 0, recordingDelayMs: 500 };
const live = createLive({ clock, accountId, dns: { resolve: () => [] }, rtc, recordings: vod, settings });
const call = caller(live.service, clock, accountId);
const [ingest, streaming] = ['ingest.localhost', 'streaming.localhost'];
await call('AddLiveDomain', { DomainName: ingest, LiveDomainType: 'liveEdge', Region: 'cn-shanghai' });
await call('AddLiveDomain', { DomainName: streaming, LiveDomainType: 'liveVideo', Region: 'cn-shanghai' });
await call('AddLiveDomainMapping', { PullDomain: streaming, PushDomain: ingest });
await call('AddLiveRecordVodConfig', { DomainName: streaming, AppName: 'live', VodTranscodeGroupId: 'g' });
const open = [{ functionName: 'aliauth', functionArgs: [{ argName: 'auth_type', argValue: 'no_auth' }] }];
await call('BatchSetLiveDomainConfigs', { DomainNames: `${ingest},${streaming}`, Functions: JSON.stringify(open) });
const log = (line: string): void => console.error(line);
const media = await openMedia({ clock, live, rtc, vod, host: '127.0.0.1', httpPort: 0, rtmpPort: 0, log });
const callVod = caller(vod.service, clock, accountId);
const usage = createServer((_request, response) => {
  const { user, system } = process.cpuUsage();
  void callVod('ListLiveRecordVideo', { DomainName: streaming }).then((videos) => {
    response.end(JSON.stringify({ cpuMs: (user + system) / 1_000, atMs: performance.now(), videos }));
  });
}).listen(0, '127.0.0.1', () => {
  const { port } = usage.address() as AddressInfo;
  const { httpOrigin, rtmpOrigin } = media;
  console.log(JSON.stringify({ httpOrigin, rtmpOrigin, usage: `http://127.0.0.1:${port}/` }));
});
