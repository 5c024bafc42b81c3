/** Whether the template passes the rules and is small enough for ROS. */
import { MAX_TEMPLATE_BYTES } from '../../../cdk/synth.ts';
import { type Check, ok } from '../check.ts';

/** From here on a larger bundle needs a look at OSS soon. */
const CROWDED = 0.9;

export const template: Check = {
  id: 'template',
  title: 'Template',
  isPreflight: false,
  needsCloud: false,
  run: async ({ synthesized }) => {
    // Synthesizing applies every rule and throws with all findings.
    const { bytes, template: made } = await synthesized();
    const share = `${bytes} of ${MAX_TEMPLATE_BYTES} bytes`;
    if (bytes > MAX_TEMPLATE_BYTES * CROWDED) {
      const mend = 'Upload the code to OSS and name it in the stage ("code").';
      return [{ verdict: 'warning', says: `The template nearly fills its limit: ${share}.`, mend }];
    }
    return [ok(`${Object.keys(made.Resources).length} resources, ${share}, every rule passes.`)];
  },
};
