/** An anonymous trigger lets the whole internet call a function: only the AppServer's, which checks tokens itself, may be one. */
import { isObject } from '../template.ts';
import { propertyOf, type Rule, resourcesOf } from './rule.ts';

const DELIBERATE = new Set(['AppServerHttpTrigger', 'AppServerDomain']);

export const anonymousTriggers: Rule = {
  id: 'anonymous-triggers',
  title: 'Nothing but the AppServer can be called without a signature; it checks tokens and signatures itself.',
  check: (template) =>
    resourcesOf(template, /^ALIYUN::FC3?::(Trigger|CustomDomain)$/).flatMap(([at, resource]) => {
      const config = propertyOf(resource, 'TriggerConfig') ?? propertyOf(resource, 'AuthConfig');
      // The key's case differs between the generations (function-compute.md §10.2).
      const type = isObject(config) ? (config.authType ?? config.AuthType) : undefined;
      return type === 'anonymous' && !DELIBERATE.has(at)
        ? [{ at, message: 'expected a trigger that asks for a signature, got an anonymous one' }]
        : [];
    }),
};
