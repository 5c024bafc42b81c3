/** Calls actions of a service without HTTP, on a driven clock, and checks each answer against the service's own model. */
import { expect } from 'vitest';
import type { Clock } from '../../../local/clock.ts';
import { checkParameters } from '../../../local/openapi/parameters.ts';
import type { OpenApiService, ParameterRule } from '../../../local/openapi/service.ts';
import { ServiceError } from '../../../local/openapi/service.ts';
import type { Json } from '../../../local/product.ts';
import type { Identity } from '../../../local/ram/identities.ts';

type Answer = { [key: string]: Json };

const ACCOUNT: Identity = { accessKeyId: 'LTAIlocal', accessKeySecret: 'account-secret', principal: 'account' };

export type Call = (action: string, params?: Readonly<Record<string, string | number | boolean>>) => Promise<Answer>;

/** Parameters are given as they travel: `Tag.1.Key`, `a,b`, JSON texts. */
export function caller(service: OpenApiService, clock: Clock, accountId: string, identity = ACCOUNT): Call {
  let calls = 0;
  return async (action, params = {}) => {
    const rule = service.rules[action];
    const run = service.actions[action];
    if (!rule || !run) throw new Error(`${action} is not offered by ${service.product}`);
    const query = new Map(Object.entries(params).map(([name, value]) => [name, String(value)]));
    const checked = checkParameters(action, rule, { query, form: new Map() });
    calls += 1;
    const requestId = `00000000-0000-0000-0000-${String(calls).padStart(12, '0')}`;
    const answer = await run(checked, { identity, accountId, requestId, clock, endpoint: 'http://127.0.0.1:7300' });
    const plain = JSON.parse(JSON.stringify(answer)) as Answer;
    expectShape(plain, rule.response, action);
    return plain;
  };
}

/** Every member of an answer must be one that the service's model has, of that type: typos of the service included. */
function expectShape(value: Json, fields: readonly ParameterRule[], path: string): void {
  expect(
    Object.keys(value as object).filter((name) => !fields.some((field) => field.name === name)),
    path,
  ).toEqual([]);
  for (const field of fields) {
    const member = (value as Answer)[field.name];
    if (member !== undefined) expectType(member, field, `${path}.${field.name}`);
  }
}

function expectType(value: Json, { type, fields, name }: ParameterRule, path: string): void {
  if (type.endsWith('[]')) {
    expect(Array.isArray(value), `${path} is a list`).toBe(true);
    for (const [index, item] of (value as Json[]).entries()) {
      expectType(item, { name, type: type.slice(0, -2), ...(fields ? { fields } : {}) }, `${path}[${index}]`);
    }
  } else if (type === 'object' || type.startsWith('map')) {
    expect(typeof value, `${path} is an object`).toBe('object');
    if (fields) expectShape(value, fields, path);
  } else {
    expect(typeof value, `${path} is a ${type}`).toBe(type);
  }
}

/** The code with which a call is refused. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  return (await refusalOf(call)).code;
}

export async function refusalOf(call: Promise<unknown>): Promise<ServiceError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
  throw new Error('the call was expected to be refused');
}
