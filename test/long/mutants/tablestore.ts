/** Mistakes in the rules of the local Tablestore. The first of each rule is the one that a short run tries. */
import type { Mutant } from './mutant.ts';

const in_ = (file: string, rule: string, ...changes: readonly (readonly [find: string, replace: string])[]): Mutant[] =>
  changes.map(([find, replace]) => ({ rule, file: `local/tablestore/${file}`, find, replace }));

export const TABLESTORE_MUTANTS: readonly Mutant[] = [
  ...in_(
    'write.ts',
    'row condition',
    ['expectExist && current === undefined) throw', 'expectExist && false) throw'],
    ['expectNotExist && current !== undefined) throw', 'expectNotExist && false) throw'],
    ['  checkCondition(change.condition, current);\n', ''],
  ),
  ...in_('write.ts', 'column condition', ['if (!passes) throw conditionCheckFail();', '']),
  ...in_(
    'filter.ts',
    'passIfMissing',
    ['return !filter.filterIfMissing;', 'return true;'],
    ['return !filter.filterIfMissing;', 'return filter.filterIfMissing;'],
  ),
  ...in_(
    'filter.ts',
    'comparison',
    ['return order > 0;', 'return order >= 0;'],
    ['return order <= 0;', 'return order < 0;'],
    ['subs.every((passes)', 'subs.some((passes)'],
    ['values.slice(0, 1)', 'values'],
  ),
  ...in_(
    'sorted-map.ts',
    'range end',
    ['if (key >= end) return;', 'if (key > end) return;'],
    ['if (key <= end) return;', 'if (key < end) return;'],
  ),
  ...in_(
    'operations/get-range.ts',
    'range limit and next key',
    ['rows.length >= limit ||', 'rows.length > limit ||'],
    ['next = stored.key;', 'next = undefined;'],
    ['if (forward && from >= to) throw', 'if (forward && from > to) throw'],
  ),
  ...in_('key-order.ts', 'order of keys', ['value.value + SIGN_BIT', 'value.value'], ["'\\x00\\xff')}", "'\\x00')}"]),
  ...in_(
    'index-table.ts',
    'index visibility',
    ['visibleAt: now + lagMs', 'visibleAt: now'],
    ['this.#pending[0].visibleAt <= now', 'this.#pending[0].visibleAt < now'],
    ['if (old !== undefined) this.#rows.delete(old.place);', ''],
    ['value.type !== column.type) return undefined', 'false) return undefined'],
  ),
  ...in_(
    'capacity.ts',
    'capacity units',
    ['Math.ceil(bytes / UNIT_BYTES)', 'Math.floor(bytes / UNIT_BYTES)'],
    ['Math.max(1, ', 'Math.max(0, '],
  ),
  ...in_(
    'write.ts',
    'capacity units of conditions',
    ['isConditional(change.condition) ? units(keySize(key)) : 0', '0'],
    ['return condition.rowExistence !== RowExistence.ignore ||', 'return'],
  ),
  ...in_(
    'authentication.ts',
    'signature',
    ["expected)) throw authFailed('Signature mismatch.');", 'expected)) void expected;'],
    ['contentMd5(request.body))) {', 'contentMd5(request.body)) && false) {'],
    ['Math.abs(time - now) > MAX_CLOCK_SKEW_MS', 'time - now > MAX_CLOCK_SKEW_MS'],
    ['identity.expiresAt <= now', 'false'],
    ['!sameText(token, identity.securityToken)', 'false'],
  ),
  ...in_(
    'update.ts',
    'increment',
    [': 0n) + by;', ': 0n) - by;'],
    ['sum > MAX_INTEGER || ', ''],
    ["latest !== undefined && latest.value.type !== 'INTEGER'", 'false'],
  ),
  ...in_(
    'row.ts',
    'TTL',
    ['version.timestamp >= oldest', 'true'],
    ['if (timeToLive < 0) return row;', ''],
    ['now - timeToLive * 1000', 'now - timeToLive'],
  ),
  ...in_(
    'update.ts',
    'versions',
    ['.slice(0, maxVersions)', ''],
    ['b.timestamp - a.timestamp', 'a.timestamp - b.timestamp'],
  ),
  ...in_(
    'answer.ts',
    'response signature',
    ['if (context.identity !== undefined) headers.authorization', 'if (false) headers.authorization'],
    ["'x-ots-contentmd5': contentMd5(body)", "'x-ots-contentmd5': contentMd5(Buffer.alloc(0))"],
  ),
  ...in_('authentication.ts', 'response signature', ['hmac(identity.accessKeySecret,', 'hmac(identity.accessKeyId,']),
  ...in_(
    'write.ts',
    'delete',
    ["if (change.type === 'delete') return undefined;", "if (change.type === 'delete') return current;"],
    ["change.type === 'put' ? undefined : current", 'current'],
  ),
  ...in_(
    'transactions.ts',
    'transaction isolation',
    ['transaction.partition === partition) throw rowConflict();', 'false) throw rowConflict();'],
    ['transaction.expiresAt > now) return', 'true) return'],
  ),
  ...in_(
    'view.ts',
    'transaction isolation',
    [
      'set: (place, row) => transaction.changes.set(place, row),',
      'set: (place, row) => table.write(place, row, context.now, 0),',
    ],
    ['if (partitionOf(key) === transaction.partition) return;', 'if (key) return;'],
  ),
  ...in_('operations/abort-transaction.ts', 'transaction isolation', ['instance.transactions.end(', 'void (']),
];
