/** Whether the credentials are accepted, and whose they are. */
import { type Check, ok } from '../check.ts';

const STS = { host: 'sts.aliyuncs.com', version: '2015-04-01' };

export const credentials: Check = {
  id: 'credentials',
  title: 'Credentials',
  isPreflight: false,
  needsCloud: true,
  run: async ({ rpc }) => {
    const { AccountId, IdentityType, Arn } = await rpc({ ...STS, action: 'GetCallerIdentity' });
    if (IdentityType !== 'Account') return [ok(`Account ${AccountId}, as ${Arn}.`)];
    return [
      {
        verdict: 'warning',
        says: `Account ${AccountId}, with an AccessKey of the account itself, which may do everything.`,
        mend: 'Deploy with a RAM user or role that has the rights below.',
        link: 'https://ram.console.aliyun.com/users',
      },
    ];
  },
};
