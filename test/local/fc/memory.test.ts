import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { MEMORY_CHECK_MS, memoryReader, type ReadMemory, watchMemory } from '../../../local/fc/instance/memory.ts';
import { Schedule } from '../../../local/schedule.ts';
import { eventually } from './eventually.ts';
import { isRunning } from './is-running.ts';
import {
  create,
  DrivenClock,
  fc3Properties,
  HELLO_ARN,
  HTTP_TRIGGER,
  type Kit,
  openKit,
  parse,
  program,
  serve,
} from './kit.ts';
import { rawRequest } from './raw-request.ts';

const MIB = 2 ** 20;

let kit: Kit;
afterEach(() => kit?.close());

/** `/hold/<MB>` fills that much memory and never answers; anything else answers the process id. */
const GREEDY = program(
  `const [, path, size] = request.url.split('/');
   if (path === 'hold') { held.push(Buffer.alloc(Number(size) * ${MIB}, 1)); console.log('holding'); return; }
   response.end(String(process.pid));`,
  'const held = [];',
);

/** Moves time on until the request has its answer: the reader takes real time, the looks come with the driven clock. */
async function whileTimePasses<T>(result: Promise<T>): Promise<T> {
  let done = false;
  const settled = result.finally(() => {
    done = true;
  });
  await expect
    .poll(
      async () => {
        await kit.clock.advance(MEMORY_CHECK_MS);
        return done;
      },
      { timeout: 10_000, interval: 10 },
    )
    .toBe(true);
  return settled;
}

describe('an instance that holds more than its MemorySize', () => {
  it('is killed: its request fails as out of memory, and the next one gets a new instance', async () => {
    kit = await openKit();
    const url = await serve(kit.fc, GREEDY, { MemorySize: 128, Timeout: 600 });
    const before = Number((await rawRequest(url)).body);
    const answer = rawRequest(url, { path: '/hold/200' });
    await kit.sls.until('holding');
    const { status, message, body } = await whileTimePasses(answer);
    expect([status, message.headers['x-fc-error-type']]).toEqual([502, 'UnhandledInvocationError']);
    expect(parse(body)).toMatchObject({
      Code: 'FunctionOOMError',
      Message: expect.stringMatching(/\(out of memory: 2\d\d MB of 128 MB\)$/),
    });
    expect(isRunning(before)).toBe(false);
    await kit.sls.until('out of memory');
    const after = await rawRequest(url);
    expect(after.status).toBe(200);
    expect(Number(after.body)).not.toBe(before);
  });

  it('takes all of its requests with it, and an invocation is told the same', async () => {
    kit = await openKit();
    await create(kit.fc, 'ALIYUN::FC3::Function', fc3Properties(GREEDY, { MemorySize: 128, Timeout: 600 }));
    const { attributes } = await create(kit.fc, 'ALIYUN::FC3::Trigger', HTTP_TRIGGER);
    const url = String(attributes.UrlInternet);
    const requests = [rawRequest(url, { path: '/hold/1' }), rawRequest(url, { path: '/hold/200' })];
    await kit.sls.until('holding', 2);
    const answers = await whileTimePasses(Promise.all(requests));
    expect(answers.map(({ body }) => parse(body).Code)).toEqual(['FunctionOOMError', 'FunctionOOMError']);
    expect((await kit.fc.invoke(HELLO_ARN, Buffer.alloc(0), 'sync')).error).toBeUndefined();
  });

  it('while it starts: the request is told that it had too little memory, not that it exited', async () => {
    kit = await openKit();
    await create(
      kit.fc,
      'ALIYUN::FC3::Function',
      fc3Properties(
        `const held = Buffer.alloc(200 * ${MIB}, 1); console.log('holding'); setInterval(() => held, 1000);`,
        {
          MemorySize: 128,
        },
      ),
    );
    const result = kit.fc.invoke(HELLO_ARN, Buffer.alloc(0), 'sync');
    await kit.sls.until('holding');
    expect((await whileTimePasses(result)).error).toMatchObject({ code: 'FunctionOOMError', status: 502 });
  });
});

describe('an instance within its MemorySize', () => {
  it('lives on: a Node.js program of its own weight fits into the smallest size there is', async () => {
    const looks: number[] = [];
    const read = memoryReader();
    kit = await openKit({
      readMemory: async (pid) => {
        const bytes = await read(pid);
        looks.push(bytes ?? 0);
        return bytes;
      },
    });
    const url = await serve(kit.fc, GREEDY, { MemorySize: 128 });
    const pid = (await rawRequest(url)).body;
    for (const count of [1, 2, 3]) {
      await kit.clock.advance(MEMORY_CHECK_MS);
      await eventually(() => looks.length).toBe(count);
    }
    expect((await rawRequest(url)).body).toBe(pid);
    expect(Math.min(...looks)).toBeGreaterThan(5 * MIB);
    expect(Math.max(...looks)).toBeLessThan(100 * MIB);
  });

  it('is not looked at any more once it has been stopped', async () => {
    let looks = 0;
    kit = await openKit({
      readMemory: () => {
        looks += 1;
        return Promise.resolve(1);
      },
    });
    const url = await serve(kit.fc, GREEDY);
    await rawRequest(url);
    await kit.clock.advance(MEMORY_CHECK_MS);
    expect(looks).toBe(1);
    await kit.clock.advance(10 * 60_000);
    await eventually(() => kit.fc.pids()).toEqual([]);
    looks = 0;
    await kit.clock.advance(10 * MEMORY_CHECK_MS);
    expect(looks).toBe(0);
  });
});

describe('watchMemory', () => {
  const watch = (values: readonly (number | undefined)[]) => {
    const clock = new DrivenClock();
    const exceeded: number[] = [];
    let looks = 0;
    const read: ReadMemory = () => {
      looks += 1;
      return Promise.resolve(values[looks - 1]);
    };
    const schedule = new Schedule(clock);
    const stop = watchMemory({ pid: 1, limitMb: 1, schedule, read, onExceeded: (bytes) => exceeded.push(bytes) });
    return { clock, exceeded, stop, looks: () => looks };
  };

  it.each([
    ['exactly the limit is allowed', [MIB, undefined], [], 2],
    ['one byte more is not, and is told once', [1, MIB + 1, MIB + 2], [MIB + 1], 2],
    ['a process that has ended is not looked at again', [undefined, MIB + 1], [], 1],
  ])('%s', async (_name, values, told, looked) => {
    const { clock, exceeded, looks } = watch(values);
    await clock.advance(10 * MEMORY_CHECK_MS);
    expect([exceeded, looks()]).toEqual([told, looked]);
  });

  it('tells nothing after it was stopped, not even of a look that was under way', async () => {
    const { clock, exceeded, stop, looks } = watch([2 * MIB]);
    const advancing = clock.advance(MEMORY_CHECK_MS);
    stop();
    await advancing;
    await clock.advance(10 * MEMORY_CHECK_MS);
    expect([exceeded, looks()]).toEqual([[], 0]);
  });
});

describe('memoryReader', () => {
  it('tells what a process has allocated, and no more than what is resident of it', async () => {
    const code = `const held = Buffer.alloc(64 * ${MIB}, 1);
      process.stdout.write(String(process.memoryUsage().rss)); setInterval(() => held, 1000);`;
    const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [resident] = await once(child.stdout, 'data');
    const read = await memoryReader()(child.pid as number);
    child.kill();
    expect(read).toBeGreaterThan(64 * MIB);
    expect(read).toBeLessThan(Number(resident) + 4 * MIB);
  });

  it.each(['linux', 'darwin'] as const)('a process that does not exist has none (%s)', async (platform) => {
    const gone = Number(execFileSync(process.execPath, ['-p', 'process.pid']).toString());
    expect(await memoryReader(platform)(gone)).toBeUndefined();
  });

  it('tells nothing where there is no way to know', async () => {
    expect(await memoryReader('win32')(process.pid)).toBeUndefined();
  });
});
