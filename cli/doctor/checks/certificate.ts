/** Whether the certificate of the AppServer's own domain fits, and for how long. */
import { day } from '../../certificate/pair.ts';
import { CliError } from '../../errors.ts';
import { type Check, type Finding, ok } from '../check.ts';

const DAY_MS = 86_400_000;

/** Certificates of 90 days are renewed a month before their end. */
const WARN_DAYS = 21;

export const certificate: Check = {
  id: 'certificate',
  title: 'Certificate',
  isPreflight: false,
  needsCloud: false,
  run: async ({ certificate, stage, now }) => {
    try {
      const found = await certificate();
      if (found) return [expiry(found.validUntil, now())];
      return [ok(`${stage.customDomain ?? 'The AppServer'} needs none: the stage names none.`)];
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      return [{ verdict: 'problem', says: `${error.message}.`, ...(error.hint ? { mend: error.hint } : {}) }];
    }
  },
};

function expiry(validUntil: number, now: number): Finding {
  const days = Math.floor((validUntil - now) / DAY_MS);
  const says = `The certificate fits and is valid until ${day(validUntil)} (${days} days).`;
  if (days >= WARN_DAYS) return ok(says);
  return { verdict: 'warning', says, mend: 'Renew it, put the new files in place and deploy.' };
}
