/** Switches a fault on for the rest of a test, through the interface that people use. */
import { onTestFinished } from 'vitest';
import type { ActiveFault, FaultRule } from '../../local/faults.ts';

/** `endpoint`: of a local cloud. All its faults are off again when the test ends. Throws with the cloud's own words. */
export async function withFault(endpoint: string, rule: FaultRule): Promise<ActiveFault> {
  const url = `${endpoint}/_local/faults`;
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(rule) });
  const body = (await answer.json()) as ActiveFault & { readonly message?: string };
  if (answer.status !== 200) throw new Error(body.message ?? `HTTP status ${answer.status}`);
  onTestFinished(async () => {
    await fetch(url, { method: 'DELETE' }).catch(() => undefined);
  });
  return body;
}
