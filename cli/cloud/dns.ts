/** What names resolve to: in the internet's DNS, or in the DNS of a local cloud. */
import { resolveCname } from 'node:dns/promises';
import type { Target } from './target.ts';

/** Targets of the CNAME records at this name, in lower case without a final dot; empty when there is none. */
export async function cnamesOf(target: Target, name: string): Promise<string[]> {
  const found = target.endpoint === undefined ? await ofInternet(name) : await ofLocalCloud(target.endpoint, name);
  return found.map((value) => value.toLowerCase().replace(/\.$/, ''));
}

async function ofLocalCloud(endpoint: string, name: string): Promise<string[]> {
  const answer = await fetch(`${endpoint}/_local/dns?type=CNAME&name=${encodeURIComponent(name)}`);
  return ((await answer.json()) as { values: string[] }).values;
}

async function ofInternet(name: string): Promise<string[]> {
  try {
    return await resolveCname(name);
  } catch (error) {
    // No record, no such name, or a name server that does not answer: all pass with time.
    if (/^(ENODATA|ENOTFOUND|ESERVFAIL|ETIMEOUT|EREFUSED)$/.test(String((error as NodeJS.ErrnoException).code)))
      return [];
    throw error;
  }
}
