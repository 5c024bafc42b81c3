/** A Live double with the pair of domains that a stage has, and callbacks that are kept instead of sent. */
import { RecordedCallbacks } from '../callbacks/recorded-callbacks.ts';
import { DrivenClock } from '../openapi/driven-clock.ts';
import { type LiveCloud, type LiveCloudOptions, liveCloud } from './live-cloud.ts';

export const INGEST = 'ingest.localhost';
export const STREAMING = 'streaming.localhost';
export const KEY = 'k'.repeat(32);
export const NOTIFY_URL = 'http://127.0.0.1:7301/api/v1/live/handlePushStreamEventCallback';
export const PUSH = { domain: INGEST, app: 'live', stream: 's1' };

export interface Stage extends LiveCloud {
  readonly callbacks: RecordedCallbacks;
}

export async function stage(options: Pick<LiveCloudOptions, 'settings' | 'faults'> = {}): Promise<Stage> {
  const clock = new DrivenClock();
  const callbacks = new RecordedCallbacks(() => clock.now());
  const cloud = liveCloud({ ...options, clock, callbacks });
  await mapDomains(cloud);
  return { ...cloud, callbacks };
}

export async function mapDomains({ addOnline, call }: LiveCloud): Promise<void> {
  await addOnline(INGEST, 'liveEdge');
  await addOnline(STREAMING, 'liveVideo');
  await call('AddLiveDomainMapping', { PullDomain: STREAMING, PushDomain: INGEST });
}

export async function setStreamCallback({ call }: LiveCloud, NotifyUrl = NOTIFY_URL): Promise<void> {
  const auth = { NotifyReqAuth: 'yes', NotifyAuthKey: KEY };
  await call('SetLiveStreamsNotifyUrlConfig', { DomainName: INGEST, NotifyUrl, ...auth });
}
