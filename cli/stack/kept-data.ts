/** Finds what an earlier stack of the stage left behind, so that a new one goes on with it instead of failing on its name. */
import { DATA_ITEMS, INSTANCE_ITEM } from '../../cdk/constructs/kept-data.ts';

/**
 * Value of the parameter `KeptData`. A deployed stack keeps the value that it was made with: what it made itself it also
 * deletes, what was there before it never does.
 *
 * @param tables names of the tables of the stage's instance; undefined when there is no instance
 */
export function keptData(
  deployed: Readonly<Record<string, string>> | undefined,
  tables: readonly string[] | undefined,
): string {
  if (deployed) return deployed.KeptData ?? '';
  if (!tables) return '';
  return DATA_ITEMS.filter((item) => item === INSTANCE_ITEM || tables.includes(item)).join(',');
}
