/** Logs are the only way to see what a function did; kept for ever they cost for ever. */
import { isObject } from '../template.ts';
import { propertyOf, type Rule, resourcesOf } from './rule.ts';

const MOST_DAYS = 3_600;

export const logs: Rule = {
  id: 'logs',
  title: 'Functions log to a log store, and log stores forget after 1 to 3,600 days.',
  check: (template) => [
    ...resourcesOf(template, /^ALIYUN::(FC3::Function|FC::Service)$/).flatMap(([at, resource]) => {
      const config = propertyOf(resource, 'LogConfig');
      return isObject(config) && config.Project && config.Logstore ? [] : [{ at, message: 'expected a LogConfig' }];
    }),
    ...resourcesOf(template, /^ALIYUN::SLS::Logstore$/).flatMap(([at, store]) => {
      const days = propertyOf(store, 'TTL');
      const isKept = typeof days === 'number' && days >= 1 && days <= MOST_DAYS;
      return isKept ? [] : [{ at, message: `expected a TTL of 1 to ${MOST_DAYS} days` }];
    }),
  ],
};
