/** Whether the region offers everything, and whether its name and the area of the domains go together. */
import { REGION_REASON, REGIONS } from '../../../cdk/config/fields.ts';
import { type Check, type Finding, ok } from '../check.ts';

export const region: Check = {
  id: 'region',
  title: 'Region',
  isPreflight: false,
  needsCloud: false,
  run: async ({ stage }) => {
    const fits: readonly string[] = REGIONS;
    const findings: Finding[] = fits.includes(stage.region)
      ? [ok(`${stage.region} has a live centre, messaging and stream relay.`)]
      : [{ verdict: 'problem', says: `${stage.region}: ${REGION_REASON}.`, mend: `Use ${REGIONS.join(' or ')}.` }];
    if (stage.messageDataCenter !== stage.region) {
      const says = `Messages are kept in ${stage.messageDataCenter}, everything else in ${stage.region}.`;
      findings.push({
        verdict: 'warning',
        says,
        mend: 'Set "messageDataCenter" to the region; it cannot change later.',
      });
    }
    return findings;
  },
};
