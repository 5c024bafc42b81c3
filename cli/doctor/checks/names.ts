/** Whether the names that a new stack takes are free. */
import { instanceNameFor } from '../../../cdk/parameters.ts';
import { isEmptyShell } from '../../stack/status.ts';
import { type Check, type Finding, LIVE, ok, type World } from '../check.ts';

export const names: Check = {
  id: 'names',
  title: 'Names',
  isPreflight: false,
  needsCloud: true,
  run: async (world) => {
    const stack = await world.stack();
    if (stack && !isEmptyShell(stack.status)) return [ok('The stack exists: its names are its own.')];
    const found = await Promise.all([liveDomains(world), functions(world), tables(world)]);
    const clashes = found.flat();
    return clashes.length > 0 ? clashes : [ok('No domain, function or table of the stage exists yet.')];
  },
};

async function liveDomains({ rpc, stage }: World): Promise<Finding[]> {
  const { Domains } = await rpc({ ...LIVE, action: 'DescribeLiveUserDomains' }, { PageSize: '100' });
  const { PageData = [] } = (Domains ?? {}) as { PageData?: { DomainName?: string }[] };
  const wanted: readonly string[] = [stage.domains.ingest, stage.domains.streaming];
  const taken = PageData.flatMap(({ DomainName = '' }) => (wanted.includes(DomainName) ? [DomainName] : []));
  if (taken.length === 0) return [];
  const says = `${taken.join(' and ')}: this account has live domains of that name already.`;
  if (stage.domains.adopt) return [{ verdict: 'ok', says: `${says} The stage adopts them.` }];
  const mend =
    'Choose other domains, delete these, or set "domains": {"adopt": true}: then they are used and never deleted.';
  return [{ verdict: 'problem', says, mend, link: 'https://live.console.aliyun.com/' }];
}

async function functions({ hasFunction, stage }: World): Promise<Finding[]> {
  const wanted = ['app-server', 'provisioner'].map((part) => `${stage.stackName}-${part}`);
  const exist = await Promise.all(wanted.map(async (name) => ((await hasFunction(name)) ? [name] : [])));
  const taken = exist.flat();
  if (taken.length === 0) return [];
  return [
    {
      verdict: 'problem',
      says: `${taken.join(' and ')}: functions of that name exist already.`,
      mend: 'Delete them, or rename the app or the stage in ros.json.',
    },
  ];
}

async function tables({ tables: find, accountId, stage }: World): Promise<Finding[]> {
  const found = await find();
  if (found === undefined) return [];
  const instance = instanceNameFor(stage, await accountId());
  const says = `Tablestore instance ${instance} is there with ${found.length} tables of an earlier stack: a new one goes on with them.`;
  return [{ verdict: 'warning', says, mend: 'Delete the instance first if you want to begin with no data.' }];
}
