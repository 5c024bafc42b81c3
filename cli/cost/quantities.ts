/** How much of each product a stage uses in a month, from its template and its traffic; no money here. */
import type { Template } from '../../cdk/template.ts';
import type { TrafficProfile } from './profile.ts';
import { USAGE } from './usage.ts';

export interface Quantity {
  /** Name of the item in a price file. */
  readonly item: string;
  readonly product: string;
  readonly amount: number;
  readonly unit: string;
  /** How it was reckoned. */
  readonly basis: string;
}

/** Gigabytes of one hour at one Mbit/s: 3600 s / 8 bit / 1000. */
const GB_PER_MEGABIT_HOUR = 0.45;
/** What the platform adds in the log: fields beside the line, and its own line with the metrics of the request. Assumed. */
const PLATFORM_LOG_BYTES = 830;
const TIMER_RUNS = 30 * 24 * 60;

export function quantitiesOf(template: Template, profile: TrafficProfile): Quantity[] {
  const { rooms, hours, viewers, costreamers, megabits, messages, requests } = profile;
  const roomHours = rooms * hours;
  const viewerHours = roomHours * viewers;
  const speakers = costreamers > 0 ? costreamers + 1 : 0;
  const calls = viewerHours * requests;
  const has = (pattern: RegExp): boolean => Object.values(template.Resources).some(({ Type }) => pattern.test(Type));
  const timers = Object.values(template.Resources).filter(
    ({ Properties }) => Properties?.TriggerType === 'timer',
  ).length;
  const memoryGb = appServerMemoryMb(template) / 1_024;
  const sent = viewerHours * messages;
  return [
    {
      item: 'live.traffic',
      product: 'ApsaraVideo Live',
      amount: viewerHours * megabits * GB_PER_MEGABIT_HOUR,
      unit: 'GB',
      basis: `${viewerHours} viewer hours at ${megabits} Mbit/s`,
    },
    ...(has(/^Custom::LiveRecording/)
      ? [
          {
            item: 'live.recording',
            product: 'ApsaraVideo Live',
            amount: roomHours,
            unit: 'hours recorded',
            basis: `${rooms} rooms of ${hours} h (the service bills the peak of rooms at a time)`,
          },
          {
            item: 'vod.storage',
            product: 'ApsaraVideo VOD',
            amount: roomHours * megabits * GB_PER_MEGABIT_HOUR,
            unit: 'GB stored',
            basis: 'what a month adds; nothing is deleted',
          },
        ]
      : []),
    ...(has(/^Custom::LiveMessageApp/)
      ? [
          {
            item: 'im.messages',
            product: 'Interactive messaging',
            amount: sent,
            unit: 'messages sent',
            basis: `${messages} an hour and viewer`,
          },
          {
            item: 'im.deliveries',
            product: 'Interactive messaging',
            amount: sent * viewers,
            unit: 'messages delivered',
            basis: `each to ${viewers} viewers`,
          },
        ]
      : []),
    ...(speakers > 0
      ? [
          {
            item: 'artc.minutes',
            product: 'ARTC',
            amount: roomHours * 60 * speakers,
            unit: 'participant minutes',
            basis: `${speakers} on stage, in each of ${rooms} rooms`,
          },
          {
            item: 'artc.relay',
            product: 'ARTC',
            amount: roomHours * 60,
            unit: 'minutes relayed',
            basis: 'one relayed stream a room',
          },
        ]
      : []),
    {
      item: 'fc.requests',
      product: 'Function Compute',
      amount: calls + timers * TIMER_RUNS,
      unit: 'invocations',
      basis: `${requests} requests an hour and viewer, and ${timers} timer`,
    },
    {
      item: 'fc.memory',
      product: 'Function Compute',
      amount: calls * USAGE.seconds * memoryGb,
      unit: 'GB seconds',
      basis: `${USAGE.seconds} s a request at ${memoryGb} GB, at worst one request an instance`,
    },
    {
      item: 'ots.read',
      product: 'Tablestore',
      amount: calls * USAGE.readUnits,
      unit: 'read units',
      basis: `${USAGE.readUnits} a request`,
    },
    {
      item: 'ots.write',
      product: 'Tablestore',
      amount: calls * USAGE.writeUnits,
      unit: 'write units',
      basis: `${USAGE.writeUnits} a request`,
    },
    {
      item: 'sls.write',
      product: 'Log Service',
      amount: (calls * (USAGE.logBytes + PLATFORM_LOG_BYTES)) / 1e9,
      unit: 'GB written and indexed',
      basis: `${USAGE.logBytes + PLATFORM_LOG_BYTES} bytes a request`,
    },
  ];
}

function appServerMemoryMb({ Resources }: Template): number {
  return Number(Resources.AppServer?.Properties?.MemorySize ?? 512);
}
