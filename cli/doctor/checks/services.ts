/** Whether the services that ROS knows about are activated. */
import type { Template } from '../../../cdk/template.ts';
import { type Check, type Finding, ok, ROS } from '../check.ts';

/** As ROS calls them (ros.md §3.5). */
const SERVICES = { FC: 'Function Compute', OTS: 'Tablestore', SLS: 'Simple Log Service' } as const;

interface Provision {
  readonly ServiceName?: string;
  readonly Status?: string;
  readonly EnableURL?: string;
  readonly CommodityProvisions?: readonly { readonly EnableURL?: string }[];
}

export const services: Check = {
  id: 'services',
  title: 'Services',
  isPreflight: true,
  needsCloud: true,
  run: async ({ rpc, stage, synthesized }) => {
    const names = Object.keys(SERVICES).map((name, index) => [`Services.${index + 1}.ServiceName`, name]);
    const query = { RegionId: stage.region, ...Object.fromEntries(names) };
    const { ServiceProvisions = [] } = await rpc({ ...ROS, action: 'GetServiceProvisions' }, query);
    const provisions = ServiceProvisions as readonly Provision[];
    const isMissing = provisions.some(({ Status }) => Status === 'Disabled');
    const activatable = isMissing ? activatedBy((await synthesized()).template) : [];
    return Object.entries(SERVICES).map(([name, title]): Finding => {
      const provision = provisions.find(({ ServiceName }) => ServiceName === name);
      if (provision?.Status === 'Enabled') return ok(`${title} is activated.`);
      const link = provision?.EnableURL ?? provision?.CommodityProvisions?.[0]?.EnableURL;
      if (provision?.Status !== 'Disabled') {
        return { verdict: 'unknown', says: `${title}: ROS does not tell whether it is activated.` };
      }
      const mend = 'Activate it; it is free until it is used.';
      const rest = { mend, ...(link ? { link } : {}) };
      if (!activatable.includes(name)) return { verdict: 'problem', says: `${title} is not activated.`, ...rest };
      const says = `${title} is not activated. The stack activates it, if the deploying identity may do that.`;
      return { verdict: 'warning', says, ...rest };
    });
  },
};

/** Names of the services that the template activates by itself. */
function activatedBy({ Resources }: Template): unknown[] {
  return Object.values(Resources).flatMap(({ Type, Properties }) =>
    Type === 'ALIYUN::ROS::AutoEnableService' ? [Properties?.ServiceName] : [],
  );
}
