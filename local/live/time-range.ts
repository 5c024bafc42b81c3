/** `StartTime` and `EndTime` of the actions that describe what happened. */
import { text } from '../openapi/read.ts';
import type { Params } from '../openapi/service.ts';
import { liveError } from './errors.ts';

/** Milliseconds since the epoch, both ends included. Throws `InvalidParam`. */
export function timeRange(params: Params): { readonly fromMs: number; readonly toMs: number } {
  const [fromMs, toMs] = [timeOf(params, 'StartTime'), timeOf(params, 'EndTime')];
  if (toMs <= fromMs) throw liveError.invalid('EndTime', 'a time after StartTime');
  return { fromMs, toMs };
}

function timeOf(params: Params, name: string): number {
  const value = text(params, name) ?? '';
  const ms = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms)) throw liveError.invalid(name, 'a UTC time, YYYY-MM-DDThh:mm:ssZ,');
  return ms;
}
