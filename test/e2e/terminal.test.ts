import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CliKit, openCliKit } from './cli-kit.ts';
import { openPseudoTerminal, type PseudoTerminal } from './pseudo-terminal.ts';

const RED = 1;
const GREEN = 2;
const CTRL_C = '\u0003';

describe('what a person sees at a terminal', { timeout: 180_000 }, () => {
  let kit: CliKit;
  const at = (...args: string[]): PseudoTerminal => openPseudoTerminal(kit, ...args, '--stage', 'test');
  beforeEach(async () => {
    kit = await openCliKit((config) => {
      config.stages.test = { ...config.stages.local, domains: { ingest: 'in.localhost', streaming: 'out.localhost' } };
    });
  });
  afterEach(() => kit.close());

  it('deploy shows what comes, asks, draws the tree in place, and ends with the outputs; destroy asks for the name', async () => {
    kit.cloud.faults.add({
      product: 'live',
      action: 'AddLiveDomainMapping',
      kind: 'latency',
      latencyMs: 3_000,
      times: 1,
    });
    const deploy = at('deploy');
    const asked = await deploy.shows('Go ahead?');
    expect(asked).toMatch(/Stack interactive-live-test is new: \d+ resources\n {2}\+ +\d+ Co-streaming\n/);
    deploy.type('\r');
    const drawn = await deploy.shows('DomainMapping 0:');
    expect(drawn).toMatch(/interactive-live-test {2}█+░+ {2}\d+\/\d+ {2}\d:\d\d of about \d:\d\d/);
    expect(drawn).toMatch(/├─ ✓ Database 11\/11\n/);
    expect(deploy.colorOf('✓ Database')).toBe(GREEN);
    const { code, screen } = await deploy.ended;
    expect(code).toBe(0);
    expect(screen.match(/─ ✓ Database/g)).toHaveLength(1);
    expect(screen).toMatch(/█{24} {2}(\d+)\/\1 {2}.*\n├─ ✓ Database/);
    expect(screen).toMatch(/Stack created: CREATE_COMPLETE\n {2}AppServerUrl +http/);
    expect(deploy.hasCursor()).toBe(true);

    const destroy = at('destroy');
    expect(await destroy.shows('Type "test" to delete its stack:')).toMatch(/\d+ resources go, 0 stay.*\n +lost: /);
    destroy.type('test\r');
    const end = await destroy.ended;
    expect({ code: end.code, screen: end.screen }).toMatchObject({
      code: 0,
      screen: expect.stringMatching(/Stack interactive-live-test is deleted$/),
    });
  });

  it('"no" changes nothing, and neither does Ctrl-C at the question', async () => {
    const before = kit.cloud.inventory();
    const declined = at('deploy');
    await declined.shows('Go ahead?');
    declined.type('n');
    expect(await declined.ended).toMatchObject({
      code: 2,
      screen: expect.stringContaining('stack interactive-live-test was not changed: it was not confirmed'),
    });
    const interrupted = at('deploy');
    await interrupted.shows('Go ahead?');
    interrupted.type(CTRL_C);
    expect(await interrupted.ended).toMatchObject({ code: 130, screen: expect.stringContaining('Error: interrupted') });
    expect(interrupted.hasCursor()).toBe(true);
    expect(kit.cloud.inventory()).toEqual(before);
  });

  it('Ctrl-C in the middle leaves the tree, says what goes on, and another run draws the same deployment to its end', async () => {
    kit.cloud.faults.add({
      product: 'live',
      action: 'AddLiveDomainMapping',
      kind: 'latency',
      latencyMs: 20_000,
      times: 1,
    });
    const first = at('deploy', '--yes');
    await first.shows('DomainMapping 0:');
    first.type(CTRL_C);
    const { code, screen } = await first.ended;
    expect(code).toBe(130);
    expect(screen).toMatch(/─ . DomainMapping 0:\d\d of about/);
    expect(screen).toMatch(/interrupted; what was begun on stack interactive-live-test goes on without this command/);
    expect(screen).toMatch(/Run the command again to watch it to its end\.$/);
    expect(first.hasCursor()).toBe(true);
    const second = await at('deploy').ended;
    expect(second).toMatchObject({ code: 0, screen: expect.stringMatching(/Stack unchanged: CREATE_COMPLETE/) });
    expect(second.screen).toMatch(/─ ✓ Live \d+\/\d+/);
  });

  it('a rollback is red, shows the reason under the resource, and ends with cause, request id and next step', async () => {
    kit.cloud.faults.add({ product: 'live', action: 'AddLiveDomainMapping', kind: 'forbidden' });
    const deploy = at('deploy', '--yes');
    await deploy.shows('rolls back');
    const { code, screen } = await deploy.ended;
    expect(code).toBe(1);
    expect(screen).toMatch(/─ ✗ DomainMapping \d:\d\d\n│ +live AddLiveDomainMapping failed/);
    expect(deploy.colorOf('✗ DomainMapping')).toBe(RED);
    expect(deploy.colorOf('Error:')).toBe(RED);
    expect(screen.replaceAll('\n', '')).toMatch(/ended as CREATE_ROLLBACK_COMPLETE.*RequestId [0-9A-F-]{36}/i);
  });
});
