import { describe, expect, it } from 'vitest';
import type { ResourceChange, StackChanges } from '../../../cli/diff/changes.ts';
import { agreeToChanges } from '../../../cli/stack/agree.ts';
import { openTerminal } from '../../../cli/terminal.ts';

const silent = { write: () => true };
const terminal = openTerminal({ json: false, color: false, stdout: silent, stderr: silent });
const piped = { terminal, canAsk: false, signal: new AbortController().signal };
const changes = (...resources: ResourceChange[]): StackChanges => ({
  stackName: 'app-test',
  creates: false,
  resources,
  outputs: [],
});
const added: ResourceChange = { logicalId: 'A', type: 'T', action: 'add', properties: [] };
const lost: ResourceChange = { logicalId: 'B', type: 'T', action: 'remove', properties: [], loses: 'rows' };

describe('where nobody can be asked', () => {
  it('what loses nothing goes ahead', async () => {
    await expect(agreeToChanges(changes(added), piped)).resolves.toBeUndefined();
  });

  it('what loses data needs --yes, and says what it is', async () => {
    await expect(agreeToChanges(changes(added, lost), piped)).rejects.toMatchObject({
      code: 'NotConfirmed',
      exitCode: 2,
      hint: expect.stringContaining('--yes'),
      details: { changes: [lost] },
    });
  });
});
