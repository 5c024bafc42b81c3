/** The numbers and names that ROS takes (ros.md §3.1, §3.2). */
import type { Rule } from './rule.ts';

/** The lower of two documented limits. */
export const MAX_RESOURCES = 200;
const MAX_PARAMETERS = 200;

export const limits: Rule = {
  id: 'limits',
  title: 'A template has at most 200 resources and 200 parameters, named with letters and digits, each name once.',
  isHard: true,
  check: (template) => {
    const resources = Object.keys(template.Resources);
    const parameters = Object.keys(template.Parameters);
    const names = [...parameters, ...resources];
    const atMost = (at: string, most: number, got: number) =>
      got > most ? [{ at, message: `expected at most ${most}, got ${got}` }] : [];
    return [
      ...atMost('Resources', MAX_RESOURCES, resources.length),
      ...atMost('Parameters', MAX_PARAMETERS, parameters.length),
      ...names
        .filter((name) => !/^[A-Za-z0-9]+$/.test(name))
        .map((at) => ({ at, message: 'expected letters and digits only' })),
      ...parameters
        .filter((name) => name in template.Resources)
        .map((at) => ({ at, message: 'a parameter and a resource share this name' })),
    ];
  },
};
