import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CloudState, KeptStateError, StateFile } from '../../local/state.ts';

const STATE: CloudState = {
  account: { accountId: '1', accessKeyId: 'a', accessKeySecret: 's', artcApp: { appId: 'x', appKey: 'y' } },
  products: { live: { domains: ['a.example.com'] } },
};

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'state-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('L3: state kept across restarts', () => {
  it('gives back what was saved', async () => {
    await new StateFile(directory).save(STATE);
    expect(await new StateFile(directory).load()).toEqual(STATE);
  });

  it('finds nothing in a new folder', async () => {
    expect(await new StateFile(join(directory, 'new')).load()).toBeUndefined();
  });

  it('keeps secrets from other users of the machine, and leaves no second file', async () => {
    await new StateFile(directory).save(STATE);
    expect((await stat(join(directory, 'cloud.json'))).mode & 0o777).toBe(0o600);
    expect(await readdir(directory)).toEqual(['cloud.json']);
  });

  it('does not write again what did not change', async () => {
    const file = new StateFile(directory);
    await file.save(STATE);
    await rm(join(directory, 'cloud.json'));
    await file.save({ ...STATE });
    expect(await readdir(directory)).toEqual([]);
    await file.save({ ...STATE, products: {} });
    expect(await readdir(directory)).toEqual(['cloud.json']);
  });

  it('names the damaged file and the way out', async () => {
    await writeFile(join(directory, 'cloud.json'), '{"format":1,');
    await expect(new StateFile(directory).load()).rejects.toThrow(/cloud\.json is damaged .*--ephemeral/);
  });

  it.each(['null', '[]', '{"format":1}'])('refuses JSON that is no state: %s', async (text) => {
    await writeFile(join(directory, 'cloud.json'), text);
    await expect(new StateFile(directory).load()).rejects.toThrow(KeptStateError);
  });

  it('refuses the state of another version', async () => {
    await writeFile(join(directory, 'cloud.json'), JSON.stringify({ ...STATE, format: 99 }));
    await expect(new StateFile(directory).load()).rejects.toThrow('not written by this version');
    expect(await readFile(join(directory, 'cloud.json'), 'utf8')).toContain('99');
  });
});
