/** Checks of literal properties. Tokens pass: only ROS knows their value, and the parameter's pattern guards them. */
import * as ros from '@alicloud/ros-cdk-core';
import type { Value } from './custom-resource.ts';

function fail(id: string, property: string, expected: string, value: unknown): never {
  throw new Error(`${id}.${property}: expected ${expected}, got ${JSON.stringify(value)}`);
}

/** A string that matches, or a token. */
export function checkText(id: string, property: string, value: Value<string>, pattern: RegExp, expected: string): void {
  if (ros.Token.isUnresolved(value)) return;
  if (typeof value !== 'string' || !pattern.test(value)) fail(id, property, expected, value);
}

/** Lower case, no wildcard (live.md §0.15), at most 253 characters. */
export function checkDomain(id: string, property: string, value: Value<string>): void {
  const domain = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
  checkText(id, property, value, domain, 'a domain name in lower case without wildcard');
}

/** The services call http and https URLs; `max` counts bytes. */
export function checkCallbackUrl(id: string, property: string, value: Value<string>, max?: number): void {
  checkText(id, property, value, /^https?:\/\/[^\s]+$/, 'an http or https URL');
  const literal = typeof value === 'string' && !ros.Token.isUnresolved(value);
  if (literal && max !== undefined && Buffer.byteLength(value) > max) fail(id, property, `at most ${max} bytes`, value);
}

export function checkRange(id: string, property: string, value: Value<number>, min: number, max: number): void {
  if (ros.Token.isUnresolved(value)) return;
  const inside = typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
  if (!inside) fail(id, property, `a whole number from ${min} to ${max}`, value);
}

export function checkChoice(id: string, property: string, value: Value<string>, choices: readonly string[]): void {
  if (ros.Token.isUnresolved(value)) return;
  if (typeof value !== 'string' || !choices.includes(value)) fail(id, property, choices.join(' or '), value);
}

/** Stream path part: it is hashed into signed URLs, so it stays in the unreserved set. */
export function checkAppName(id: string, property: string, value: Value<string>): void {
  checkText(id, property, value, /^[A-Za-z0-9_-]{1,255}$/, '1 to 255 letters, digits, _ or -');
}
