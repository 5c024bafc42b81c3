/** Whether the account has room for one more stack. */
import { type Check, type Finding, ok, ROS } from '../check.ts';

/** Stacks of an account (ros.md §3.1). */
const STACKS = 200;

export const quotas: Check = {
  id: 'quotas',
  title: 'Quotas',
  isPreflight: false,
  needsCloud: true,
  run: async ({ rpc, stage, stack }): Promise<readonly Finding[]> => {
    if (await stack()) return [ok('The stack exists: it needs no further quota.')];
    const { TotalCount } = await rpc({ ...ROS, action: 'ListStacks' }, { RegionId: stage.region, PageSize: '1' });
    const used = Number(TotalCount ?? 0);
    if (used < STACKS) return [ok(`${used} of ${STACKS} stacks are used.`)];
    return [
      {
        verdict: 'problem',
        says: `${used} stacks exist, and an account may have ${STACKS}.`,
        mend: 'Delete stacks that are no longer used, or apply for more.',
        link: 'https://quotas.console.aliyun.com/',
      },
    ];
  },
};
