/** Reads the plain JSON that products give: what is missing is empty, never an error. */
import type { Json } from '../../product.ts';

export function membersOf(json: Json | undefined): { readonly [name: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : {};
}

export function listOf(json: Json | undefined): readonly Json[] {
  return Array.isArray(json) ? json : [];
}

/** Texts as they are, other scalars and structures as JSON, nothing for null. */
export function textOf(json: Json | undefined): string {
  if (json === undefined || json === null) return '';
  return typeof json === 'string' ? json : JSON.stringify(json);
}

export function numberOf(json: Json | undefined): number {
  return typeof json === 'number' ? json : 0;
}
