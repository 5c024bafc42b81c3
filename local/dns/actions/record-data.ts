/** The record that AddDomainRecord and UpdateDomainRecord describe by their parameters. */
import { number, requiredText, text } from '../../openapi/read.ts';
import type { Params } from '../../openapi/service.ts';
import type { RecordData } from '../store.ts';

/** Seconds that resolvers may keep a record when the call does not say. */
export const DEFAULT_TTL = 600;

export function recordDataOf(params: Params): RecordData {
  return {
    RR: requiredText(params, 'RR'),
    Type: requiredText(params, 'Type').toUpperCase(),
    Value: requiredText(params, 'Value'),
    TTL: number(params, 'TTL') ?? DEFAULT_TTL,
    Line: text(params, 'Line') ?? 'default',
    Priority: number(params, 'Priority'),
  };
}
