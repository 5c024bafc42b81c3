/** Questions about Tablestore. */
import { TABLES } from '../../../lambdas/cloud/tables.ts';
import { open, type Question, settled } from '../question.ts';

export const listedIndexes: Question = {
  id: 'ots-listed-indexes',
  asks: 'Does ListTable list indexes? What deletes a table that has some?',
  settle: async ({ tables }) => {
    const found = await tables();
    if (found === undefined) return open('It needs a deployed stage.');
    const own: readonly string[] = Object.values(TABLES).map(({ name }) => name);
    const others = found.filter((name) => !own.includes(name));
    return settled(others.length === 0 ? 'ListTable lists no index.' : `ListTable also lists ${others.join(', ')}.`);
  },
};
