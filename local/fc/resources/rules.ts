/** Short forms for property tables of resource types. */
import type { PropertyRule } from '../../ros/resource-type.ts';

type Extra = Omit<PropertyRule, 'type' | 'properties' | 'items'>;
type Members = Readonly<Record<string, PropertyRule>>;

export const text = (extra: Extra = {}): PropertyRule => ({ type: 'string', ...extra });
export const number = (extra: Extra = {}): PropertyRule => ({ type: 'number', ...extra });
export const flag = (extra: Extra = {}): PropertyRule => ({ type: 'boolean', ...extra });
export const freeMap = (extra: Extra = {}): PropertyRule => ({ type: 'map', ...extra });
export const map = (properties: Members, extra: Extra = {}): PropertyRule => ({ type: 'map', properties, ...extra });
export const list = (items: PropertyRule, extra: Extra = {}): PropertyRule => ({ type: 'list', items, ...extra });

export const REQUIRED = { required: true } as const;
/** Required, and an update that changes it fails. */
export const FIXED = { required: true, updatable: false } as const;
export const UP_TO_100 = { minLength: 1, maxLength: 100 } as const;
