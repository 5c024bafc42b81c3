/** Whether the services that ROS knows about are activated. */
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
  run: async ({ rpc, stage }) => {
    const names = Object.keys(SERVICES).map((name, index) => [`Services.${index + 1}.ServiceName`, name]);
    const query = { RegionId: stage.region, ...Object.fromEntries(names) };
    const { ServiceProvisions = [] } = await rpc({ ...ROS, action: 'GetServiceProvisions' }, query);
    const provisions = ServiceProvisions as readonly Provision[];
    return Object.entries(SERVICES).map(([name, title]): Finding => {
      const provision = provisions.find(({ ServiceName }) => ServiceName === name);
      if (provision?.Status === 'Enabled') return ok(`${title} is activated.`);
      const link = provision?.EnableURL ?? provision?.CommodityProvisions?.[0]?.EnableURL;
      if (provision?.Status !== 'Disabled') {
        return { verdict: 'unknown', says: `${title}: ROS does not tell whether it is activated.` };
      }
      const mend = 'Activate it; it is free until it is used.';
      return { verdict: 'problem', says: `${title} is not activated.`, mend, ...(link ? { link } : {}) };
    });
  },
};
