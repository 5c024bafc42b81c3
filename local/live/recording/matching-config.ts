/** Which recording configuration of a streaming domain is for a stream. */
import type { Json } from '../../product.ts';
import type { Domain, RecordVodConfig } from '../domains/domain.ts';
import type { StreamName } from '../streams/stream-name.ts';

/** Recorded without asking, and with an argument of the push URL (live.md §4, "On-demand record"). */
const ALWAYS = 0;
const BY_PUSH_ARGUMENT = 2;

/**
 * The configuration of the stream itself before that of all streams of its app; undefined when nothing is recorded.
 * Recording on demand by callback (`OnDemand` 1) or by command (7) is not offered by the local cloud.
 */
export function recordingConfig(domain: Domain, name: StreamName, pushArguments: string): RecordVodConfig | undefined {
  const ofApp = domain.recordVod.filter(({ AppName }) => AppName === name.app);
  const config =
    ofApp.find(({ StreamName }) => StreamName === name.stream) ?? ofApp.find(({ StreamName }) => StreamName === '*');
  const onDemand = config?.settings.OnDemand ?? ALWAYS;
  if (onDemand === ALWAYS) return config;
  return onDemand === BY_PUSH_ARGUMENT && asksForRecord(pushArguments) ? config : undefined;
}

/** Seconds of a configuration's number, in milliseconds; undefined when it is not set. */
export function millisecondsOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value * 1000 : undefined;
}

function asksForRecord(pushArguments: string): boolean {
  const config = new URLSearchParams(pushArguments).get('record_config') ?? '';
  return /"NeedRecord"\s*:\s*true/.test(config);
}
