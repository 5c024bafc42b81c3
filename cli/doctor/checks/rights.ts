/** Which rights the deploying identity needs: the policy that ROS derives from the template. */
import { type Check, type Finding, ROS } from '../check.ts';

interface Statement {
  readonly Action?: readonly string[];
}

export const rights: Check = {
  id: 'rights',
  title: 'Rights of the deployer',
  isPreflight: false,
  needsCloud: true,
  run: async ({ rpc, synthesized, stage }): Promise<readonly Finding[]> => {
    const { template: whole } = await synthesized();
    // The service takes the template in the URL, where only this much fits. UNCERTAIN: that types alone are enough for it.
    const types = [...new Set(Object.values(whole.Resources).map(({ Type }) => Type))];
    const Resources = Object.fromEntries(types.map((Type, index) => [`Resource${index}`, { Type }]));
    const template = JSON.stringify({ ROSTemplateFormatVersion: whole.ROSTemplateFormatVersion, Resources });
    const query = { RegionId: stage.region, TemplateBody: template };
    const { Policy } = await rpc({ ...ROS, action: 'GenerateTemplatePolicy' }, query);
    const statements = ((Policy ?? {}) as { Statement?: readonly Statement[] }).Statement ?? [];
    const actions = [...new Set(statements.flatMap(({ Action = [] }) => Action))].sort();
    return [
      {
        verdict: 'unknown',
        says: `A deployment uses ${actions.length} actions of ${byProduct(actions)}; whether you may use them only shows when it does.`,
        mend: 'Give the deploying identity the policy that "live-stack doctor --json" prints under "rights".',
        link: 'https://ram.console.aliyun.com/policies',
        details: { policy: Policy },
      },
    ];
  },
};

/** `fc (8), ots (4)` */
function byProduct(actions: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const action of actions) {
    const product = action.split(':')[0] ?? '';
    counts.set(product, (counts.get(product) ?? 0) + 1);
  }
  return [...counts].map(([product, count]) => `${product} (${count})`).join(', ');
}
