/** Function Compute takes 4 KB of environment variables per function, all together (function-compute.md §6). */
import { propertyOf, type Rule, resourcesOf } from './rule.ts';

const MAX_BYTES = 4_096;

export const environmentSize: Rule = {
  id: 'environment-size',
  title: 'The environment of a function fits into 4,096 bytes.',
  isHard: true,
  check: (template) =>
    resourcesOf(template, /^ALIYUN::FC3?::Function$/).flatMap(([at, resource]) => {
      const bytes = Buffer.byteLength(JSON.stringify(propertyOf(resource, 'EnvironmentVariables') ?? {}));
      return bytes > MAX_BYTES ? [{ at, message: `environment of ${bytes} bytes, expected at most ${MAX_BYTES}` }] : [];
    }),
};
