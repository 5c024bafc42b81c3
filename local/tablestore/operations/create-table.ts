/** CreateTable: a table with its options and, at once, its secondary indexes. */
import { parameterInvalid, TablestoreError } from '../errors.ts';
import type { Instance } from '../instance.ts';
import { LIMITS } from '../limits.ts';
import { CreateTableRequest, Empty } from '../messages/table.ts';
import { operation } from '../operation.ts';
import { changeSettings, checkIndex, checkIndexable, defaultSettings, parseDefinition } from '../table-definition.ts';

export const createTable = operation({
  name: 'CreateTable',
  request: CreateTableRequest,
  response: Empty,
  tables: (request) => [request.tableMeta.tableName],
  run(request, { instance, state, now }) {
    const nowSeconds = Math.floor(now / 1000);
    const definition = parseDefinition(request.tableMeta, request.enableLocalTransaction ?? false);
    const { capacityUnit } = request.reservedThroughput;
    if (capacityUnit.read === undefined || capacityUnit.write === undefined) {
      throw parameterInvalid('Both read and write capacity unit are required to create table.');
    }
    const settings = changeSettings(defaultSettings(nowSeconds), request.tableOptions, capacityUnit, nowSeconds);
    const indexes = request.indexMetas;
    if (indexes.length > 0) checkIndexable(settings);
    checkIndexCount(indexes.length);
    for (const index of indexes) checkIndex(index, definition);
    const names = [definition.name, ...indexes.map((index) => index.name)];
    if (new Set(names).size !== names.length) throw parameterInvalid('Duplicated index name.');
    checkNewNames(instance, names);
    state.addTable(instance, definition, settings, indexes);
    return {};
  },
});

export function checkIndexCount(count: number): void {
  if (count <= LIMITS.indexesPerTable) return;
  throw parameterInvalid(`Number of index per table exceeds the quota:${LIMITS.indexesPerTable}.`);
}

/** Tables and indexes share their names and their quota. Throws OTSObjectAlreadyExist, OTSQuotaExhausted. */
export function checkNewNames(instance: Instance, names: readonly string[]): void {
  if (names.some((name) => instance.find(name) !== undefined)) {
    throw new TablestoreError('OTSObjectAlreadyExist', 'Requested table already exists.');
  }
  if (instance.tableCount + names.length > LIMITS.tablesPerInstance) {
    throw new TablestoreError('OTSQuotaExhausted', 'Number of tables exceeded the quota.');
  }
}
