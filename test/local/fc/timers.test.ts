import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Properties } from '../../../local/ros/resource-type.ts';
import { eventually } from './eventually.ts';
import { create, fc3Properties, type Kit, openKit, program, resourceContext, typeOf } from './kit.ts';

let kit: Kit;
beforeEach(async () => {
  kit = await openKit();
  const code = program("console.log(request.headers['x-fc-control-path'] + ' ' + body); response.end();");
  await create(kit.fc, 'ALIYUN::FC3::Function', fc3Properties(code));
});
afterEach(() => kit.close());

const timer = (config: Properties): Properties => ({
  FunctionName: 'hello',
  TriggerName: 'tick',
  TriggerType: 'timer',
  TriggerConfig: { enable: true, cronExpression: '@every 1m', payload: '{"sweep":true}', ...config },
});
const createTimer = (config: Properties = {}) => create(kit.fc, 'ALIYUN::FC3::Trigger', timer(config));
const events = () => kit.sls.messages().map((message) => JSON.parse(message.slice(message.indexOf(' '))));
/** Also until the invocation has ended: a clock that moves on meanwhile would time it out. */
const untilEvents = async (count: number) => {
  await kit.sls.until('/invoke', count);
  await eventually(() => kit.fc.save()).toMatchObject({ pending: [] });
};

describe('timer trigger', () => {
  it('invokes the function with the time, its name and its payload (clock starts at 12:00:30)', async () => {
    await createTimer();
    await kit.clock.advance(59_999);
    expect(kit.fc.pids()).toEqual([]);
    await kit.clock.advance(1);
    await untilEvents(1);
    expect(events()).toEqual([{ triggerTime: '2026-11-22T12:01:30Z', triggerName: 'tick', payload: '{"sweep":true}' }]);
    await kit.clock.advance(60_000);
    await untilEvents(2);
    expect(events()[1].triggerTime).toBe('2026-11-22T12:02:30Z');
  });

  it('follows a cron expression in its time zone', async () => {
    await createTimer({ cronExpression: 'CRON_TZ=Asia/Shanghai 0 5 20 * * *' });
    await kit.clock.advance(5 * 60_000);
    await untilEvents(1);
    expect(events()[0].triggerTime).toBe('2026-11-22T12:05:00Z');
  });

  it('does nothing while it is not enabled, and after it was deleted', async () => {
    const type = typeOf(kit.fc, 'ALIYUN::FC3::Trigger');
    await createTimer({ enable: 'false' });
    await kit.clock.advance(120_000);
    await type.update('tick', timer({}), timer({ enable: 'false' }), resourceContext());
    await kit.clock.advance(60_000);
    await untilEvents(1);
    await type.delete('tick', timer({}), resourceContext());
    await kit.clock.advance(600_000);
    expect(events()).toHaveLength(1);
  });

  it('runs again after a restart', async () => {
    await createTimer();
    const state = kit.fc.save();
    await kit.fc.close();
    await kit.clock.advance(3_600_000);
    expect(kit.sls.messages()).toEqual([]);
    await kit.again().load(JSON.parse(JSON.stringify(state)));
    await kit.clock.advance(60_000);
    await untilEvents(1);
    expect(events()[0].triggerTime).toBe('2026-11-22T13:01:30Z');
  });

  it('has no URL', async () => {
    const { attributes } = await createTimer();
    expect(attributes).toMatchObject({ UrlInternet: '', TriggerName: 'tick', FunctionName: 'hello' });
  });
});
