/** Recognises the example domains that a new project must replace before it can deploy to Alibaba Cloud. */
import { isLocal } from './checks.ts';
import type { ConfigProblem } from './errors.ts';
import type { Stage } from './schema.ts';

/** Names that belong to nobody (RFC 2606) or to documentation. */
const EXAMPLE = /(^|\.)(example(\.(com|net|org))?|invalid|test)$/;

export function isPlaceholder(domain: string): boolean {
  return EXAMPLE.test(domain);
}

/** What must be changed in `ros.json` before this stage can exist; empty when nothing. */
export function placeholderProblems(stage: Stage): ConfigProblem[] {
  if (isLocal(stage)) return [];
  const named = {
    'domains.ingest': stage.domains.ingest,
    'domains.streaming': stage.domains.streaming,
    customDomain: stage.customDomain,
  };
  return Object.entries(named).flatMap(([key, domain]) =>
    domain !== undefined && isPlaceholder(domain)
      ? [{ path: `stages.${stage.name}.${key}`, message: `expected a domain of yours in place of "${domain}"` }]
      : [],
  );
}
