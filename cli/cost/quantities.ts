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

/** A stage's month in the numbers that everything else is reckoned from. */
interface Month extends TrafficProfile {
  readonly roomHours: number;
  readonly viewerHours: number;
  /** Requests of all viewers. */
  readonly calls: number;
}

export function quantitiesOf(template: Template, profile: TrafficProfile): Quantity[] {
  const roomHours = profile.rooms * profile.hours;
  const viewerHours = roomHours * profile.viewers;
  const month = { ...profile, roomHours, viewerHours, calls: viewerHours * profile.requests };
  const has = (pattern: RegExp): boolean => Object.values(template.Resources).some(({ Type }) => pattern.test(Type));
  return [
    traffic(month),
    ...(has(/^Custom::LiveRecording/) ? recording(month) : []),
    ...(has(/^Custom::LiveMessageApp/) ? messaging(month) : []),
    ...(profile.costreamers > 0 ? coStreaming(month) : []),
    ...appServer(month, template),
  ];
}

function traffic({ viewerHours, megabits }: Month): Quantity {
  return {
    item: 'live.traffic',
    product: 'ApsaraVideo Live',
    amount: viewerHours * megabits * GB_PER_MEGABIT_HOUR,
    unit: 'GB',
    basis: `${viewerHours} viewer hours at ${megabits} Mbit/s`,
  };
}

function recording({ rooms, hours, roomHours, megabits }: Month): Quantity[] {
  return [
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
  ];
}

function messaging({ viewers, viewerHours, messages }: Month): Quantity[] {
  const product = 'Interactive messaging';
  const sent = viewerHours * messages;
  return [
    { item: 'im.messages', product, amount: sent, unit: 'messages sent', basis: `${messages} an hour and viewer` },
    {
      item: 'im.deliveries',
      product,
      amount: sent * viewers,
      unit: 'messages delivered',
      basis: `each to ${viewers} viewers`,
    },
  ];
}

function coStreaming({ rooms, roomHours, costreamers }: Month): Quantity[] {
  const speakers = costreamers + 1;
  return [
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
  ];
}

function appServer({ calls, requests }: Month, template: Template): Quantity[] {
  const timers = Object.values(template.Resources).filter(
    ({ Properties }) => Properties?.TriggerType === 'timer',
  ).length;
  const memoryGb = appServerMemoryMb(template) / 1_024;
  const { readUnits, writeUnits, seconds } = USAGE;
  const logBytes = USAGE.logBytes + PLATFORM_LOG_BYTES;
  return [
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
      amount: calls * seconds * memoryGb,
      unit: 'GB seconds',
      basis: `${seconds} s a request at ${memoryGb} GB, at worst one request an instance`,
    },
    {
      item: 'ots.read',
      product: 'Tablestore',
      amount: calls * readUnits,
      unit: 'read units',
      basis: `${readUnits} a request`,
    },
    {
      item: 'ots.write',
      product: 'Tablestore',
      amount: calls * writeUnits,
      unit: 'write units',
      basis: `${writeUnits} a request`,
    },
    {
      item: 'sls.write',
      product: 'Log Service',
      amount: (calls * logBytes) / 1e9,
      unit: 'GB written and indexed',
      basis: `${logBytes} bytes a request`,
    },
  ];
}

function appServerMemoryMb({ Resources }: Template): number {
  return Number(Resources.AppServer?.Properties?.MemorySize ?? 512);
}
