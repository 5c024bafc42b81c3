/** A table's life time and versions are written out, because documentation and typings disagree on the defaults (tablestore.md §8). */
import { isObject } from '../template.ts';
import { propertyOf, type Rule, resourcesOf } from './rule.ts';

const DAY_SECONDS = 86_400;

export const tableOptions: Rule = {
  id: 'table-options',
  title: 'Each table says how long rows live (-1, or a day at least), keeps one version, and reserves no throughput.',
  check: (template) =>
    resourcesOf(template, /^ALIYUN::OTS::Table$/).flatMap(([at, table]) => {
      const ttl = propertyOf(table, 'TimeToLive');
      const isLife = typeof ttl === 'number' && (ttl === -1 || ttl >= DAY_SECONDS);
      const reserved = propertyOf(table, 'ReservedThroughput');
      const isFree = isObject(reserved) && reserved.Read === 0 && reserved.Write === 0;
      return [
        ...(isLife ? [] : [{ at, message: 'expected TimeToLive -1 or at least 86400 seconds' }]),
        ...(propertyOf(table, 'MaxVersions') === 1 ? [] : [{ at, message: 'expected MaxVersions 1' }]),
        ...(isFree
          ? []
          : [{ at, message: 'expected a reserved throughput of 0: reserved units are paid for all the time' }]),
      ];
    }),
};
