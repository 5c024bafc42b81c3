/** Runtimes that are still maintained and whose Node.js the bundle is tested on (function-compute.md §4). */
import { isObject } from '../template.ts';
import { propertyOf, type Rule, resourcesOf } from './rule.ts';

/** Runtime and the program that it starts. A built-in runtime serves one request per instance, so none is here. */
const CURRENT: readonly (readonly [runtime: string, node: string])[] = [
  ['custom.debian11', '/opt/nodejs22/bin/node'],
  ['custom.debian12', '/opt/nodejs22/bin/node'],
  // The only one on FC 2.0, and where a region lacks the layer.
  ['custom.debian10', '/var/fc/lang/nodejs20/bin/node'],
];

export const runtimeAge: Rule = {
  id: 'runtime-age',
  title: 'Functions run on a custom runtime with a Node.js that the bundle is tested on.',
  check: (template) =>
    resourcesOf(template, /^ALIYUN::FC3?::Function$/).flatMap(([at, fn]) => {
      const runtime = propertyOf(fn, 'Runtime');
      const config = propertyOf(fn, 'CustomRuntimeConfig');
      const command = isObject(config) && Array.isArray(config.Command) ? config.Command[0] : undefined;
      const isCurrent = CURRENT.some(([name, node]) => name === runtime && node === command);
      return isCurrent
        ? []
        : [{ at, message: `expected a current runtime, got ${runtime} with ${command ?? 'no command'}` }];
    }),
};
