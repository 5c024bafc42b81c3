/** Whether ApsaraVideo Live is activated, and has room for two more domains. */
import { isEmptyShell } from '../../stack/status.ts';
import { type Check, type Finding, LIVE, ok } from '../check.ts';
import { notActivated } from '../not-activated.ts';

/** Domains of an account unless it applied for more (live.md §3). */
const USUAL_QUOTA = 20;

export const liveService: Check = {
  id: 'live',
  title: 'ApsaraVideo Live',
  isPreflight: true,
  needsCloud: true,
  run: async ({ rpc, stage, stack }) => {
    try {
      const answer = await rpc({ ...LIVE, action: 'DescribeLiveUserDomains' }, { PageSize: '100' });
      const { PageData = [] } = (answer.Domains ?? {}) as { PageData?: { DomainName?: string }[] };
      const names = PageData.map(({ DomainName }) => DomainName);
      const wanted = [stage.domains.ingest, stage.domains.streaming].filter((name) => !names.includes(name));
      const activated = ok('ApsaraVideo Live is activated.');
      const found = await stack();
      if (found && !isEmptyShell(found.status)) return [activated];
      return [activated, quota(names.length, wanted.length)];
    } catch (error) {
      return [notActivated(error, 'ApsaraVideo Live', 'https://live.console.aliyun.com/')];
    }
  },
};

/** UNCERTAIN: an account may have another quota than the usual one, so this alone does not stop a deployment. */
function quota(used: number, wanted: number): Finding {
  if (used + wanted <= USUAL_QUOTA) return ok(`${used} of ${USUAL_QUOTA} live domains are used, ${wanted} are needed.`);
  return {
    verdict: 'warning',
    says: `${used} live domains exist and ${wanted} more are needed; accounts have ${USUAL_QUOTA} unless they applied for more.`,
    mend: 'Delete domains that are no longer used, adopt two ("domains": {"adopt": true}), or apply for more.',
    link: 'https://quotas.console.aliyun.com/',
  };
}
