/** Reads the parameters that several actions take: template, Parameters.N, Tags.N, options, pages. */

import type { Params } from '../../openapi/service.ts';
import type { Json } from '../../product.ts';
import { rosError } from '../errors.ts';
import { isMap } from '../json.ts';
import type { GivenParameters } from '../template/parameter-values.ts';
import { text } from './context.ts';

const OTHER_SOURCES = ['TemplateURL', 'TemplateId', 'TemplateScratchId'];
/** Accepted by the service; the local ROS has nothing to do them with. */
const NOT_LOCAL = [
  ...['StackPolicyBody', 'StackPolicyURL', 'StackPolicyDuringUpdateBody', 'StackPolicyDuringUpdateURL'],
  ...['NotificationURLs', 'TaintResources', 'ResourcesToImport'],
];
const PARAMETER_LIMIT = 200;
const TAG_LIMIT = 20;

export function templateBody(params: Params): string {
  const body = text(params, 'TemplateBody');
  const other = OTHER_SOURCES.find((name) => params[name] !== undefined);
  if (other && body !== '') throw rosError.invalidParameter(other, 'only one source of the template can be given');
  if (other) throw rosError.notLocal(`The parameter ${other}`, 'pass TemplateBody');
  if (body === '') throw rosError.missingParameter('TemplateBody');
  return body;
}

/** Options that change what happens must not be ignored. */
export function refuseOptions(params: Params): void {
  const given = NOT_LOCAL.find((name) => params[name] !== undefined);
  if (given) throw rosError.notLocal(`The parameter ${given}`, 'leave it out');
  const options = [params.CreateOption ?? [], params.CreateOptions ?? []].flat();
  const option = options.find((name) => name !== 'KeepStackOnCreationComplete');
  if (option !== undefined) throw rosError.notLocal(`The CreateOption ${String(option)}`, 'leave it out');
  if (params.ReplacementOption === 'Enabled')
    throw rosError.notLocal('ReplacementOption Enabled', 'use a new logical id');
}

export function givenParameters(params: Params): GivenParameters {
  const list = pairs(params.Parameters, 'Parameters', 'ParameterKey', 'ParameterValue');
  if (list.length > PARAMETER_LIMIT) {
    throw rosError.invalidParameter('Parameters', `at most ${PARAMETER_LIMIT} can be given`);
  }
  return Object.fromEntries(list);
}

export function givenTags(params: Params): Record<string, string> {
  const list = pairs(params.Tags, 'Tags', 'Key', 'Value');
  if (list.length > TAG_LIMIT) throw rosError.invalidParameter('Tags', `at most ${TAG_LIMIT} can be given`);
  return Object.fromEntries(list);
}

function pairs(value: Json | undefined, name: string, keyName: string, valueName: string): [string, string][] {
  return (Array.isArray(value) ? value : []).map((item, index) => {
    const key = isMap(item) ? item[keyName] : undefined;
    if (!isMap(item) || typeof key !== 'string') throw rosError.missingParameter(`${name}.${index + 1}.${keyName}`);
    return [key, String(item[valueName] ?? '')];
  });
}

/** 10 to 1440 minutes (ros.md §3.1). */
export function timeoutInMinutes(params: Params, fallback: number): number {
  return integer(params, 'TimeoutInMinutes', fallback, 10, 1440);
}

export function integer(params: Params, name: string, fallback: number, least: number, most: number): number {
  const value = params[name] ?? fallback;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw rosError.invalidParameter(name, `it should be an integer from ${least} to ${most}`);
  }
  return value;
}

export function choice<T extends string>(params: Params, name: string, allowed: readonly T[], fallback: T): T {
  const value = params[name] ?? fallback;
  const found = allowed.find((item) => item === value);
  if (found === undefined) throw rosError.invalidParameter(name, `it should be one of ${allowed.join(', ')}`);
  return found;
}

export function strings(params: Params, name: string): string[] {
  const value = params[name];
  return (Array.isArray(value) ? value : []).map(String);
}

export interface Page<T> {
  readonly PageNumber: number;
  readonly PageSize: number;
  readonly TotalCount: number;
  readonly items: T[];
}

/** `PageNumber` from 1, `PageSize` up to 50, 10 when not given. */
export function page<T>(params: Params, all: readonly T[]): Page<T> {
  const PageNumber = integer(params, 'PageNumber', 1, 1, Number.MAX_SAFE_INTEGER);
  const PageSize = integer(params, 'PageSize', 10, 1, 50);
  const start = (PageNumber - 1) * PageSize;
  return { PageNumber, PageSize, TotalCount: all.length, items: all.slice(start, start + PageSize) };
}
