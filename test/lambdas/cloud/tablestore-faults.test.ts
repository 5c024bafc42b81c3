import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tablestore } from '../../../lambdas/cloud/tablestore.ts';
import {
  type Behaviour,
  CREDENTIALS,
  quickClock,
  type RunningServer,
  startProxy,
  startServer,
  startTablestore,
  TABLE,
  tablestoreOptions,
} from './servers.ts';

let server: RunningServer;
const open: RunningServer[] = [];
let id = '';
let count = 0;

beforeAll(async () => {
  server = await startTablestore();
});
afterAll(() => server.close());
beforeEach(() => {
  count += 1;
  id = `fault-${count}`;
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((running) => running.close()));
});

async function through(behave: (path: string, index: number) => Behaviour, more = {}) {
  const proxy = await startProxy(server.endpoint, behave);
  open.push(proxy);
  return tablestore(CREDENTIALS, tablestoreOptions(proxy.endpoint, more));
}

/** Each request of this operation, counted; the others pass. */
function times(operation: string, behaviour: Behaviour, failures: number) {
  let seen = 0;
  const behave = (path: string): Behaviour => {
    if (path !== `/${operation}`) {
      return 'pass';
    }
    seen += 1;
    return seen <= failures ? behaviour : 'pass';
  };
  return { behave, count: () => seen };
}

const direct = () => tablestore(CREDENTIALS, tablestoreOptions(server.endpoint));

/** A server that answers a protobuf `Error{code, message}`, then forwards nothing. */
async function answering(status: number, code: string, message: string) {
  const field = (tag: number, text: string): Buffer => {
    const bytes = Buffer.from(text);
    const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 0x7f) | 0x80, bytes.length >> 7];
    return Buffer.concat([Buffer.from([tag, ...length]), bytes]);
  };
  let asked = 0;
  const body = Buffer.concat([field(0x0a, code), field(0x12, message)]);
  const running = await startServer((incoming, response) => {
    asked += 1;
    incoming.resume();
    incoming.on('end', () => response.writeHead(status, { 'x-ots-requestid': '0005-6789-abcd' }).end(body));
  });
  open.push(running);
  return { endpoint: running.endpoint, asked: () => asked };
}

describe('an operation whose connection breaks before anything is done', () => {
  it.each(['GetRow', 'PutRow', 'DeleteRow'])('is repeated: %s', async (operation) => {
    const faults = times(operation, 'refuse', 2);
    const rows = await through(faults.behave);
    const calls: Record<string, () => Promise<unknown>> = {
      GetRow: () => rows.get(TABLE, { id, part: 1 }),
      PutRow: () => rows.put(TABLE, { id, part: 1 }, { a: 1 }),
      DeleteRow: () => rows.delete(TABLE, { id, part: 1 }),
    };
    await calls[operation]?.();
    expect(faults.count()).toBe(3);
  });
});

describe('a write that was carried out although its answer was lost', () => {
  it.each(['lose-answer', 'cut-answer'] as const)(
    'is not taken for a failed condition when it is repeated (%s)',
    async (behaviour) => {
      const rows = await through(times('PutRow', behaviour, 1).behave, { attemptMs: 300 });
      await rows.put(TABLE, { id, part: 1 }, { owner: 'me' }, { exists: 'must-not' });
      expect(await direct().get(TABLE, { id, part: 1 })).toMatchObject({ owner: 'me' });
    },
  );

  it('still fails when the row shows the write of somebody else', async () => {
    const faults = times('PutRow', 'refuse', 1);
    const rows = await through(faults.behave);
    await direct().put(TABLE, { id, part: 1 }, { owner: 'other' });
    const write = rows.put(TABLE, { id, part: 1 }, { owner: 'me' }, { exists: 'must-not' });
    await expect(write).rejects.toMatchObject({ code: 'OTSConditionCheckFail' });
    expect(await direct().get(TABLE, { id, part: 1 })).toMatchObject({ owner: 'other' });
  });

  it('is recognised for a compare-and-set', async () => {
    await direct().put(TABLE, { id, part: 1 }, { version: 1 });
    const rows = await through(times('UpdateRow', 'lose-answer', 1).behave);
    const condition = { equals: { column: 'version', value: 1 } };
    await rows.update(TABLE, { id, part: 1 }, { put: { version: 2 } }, condition);
    expect(await direct().get(TABLE, { id, part: 1 })).toMatchObject({ version: 2 });
  });

  it('is recognised for a guarded delete', async () => {
    await direct().put(TABLE, { id, part: 1 }, { version: 1 });
    const rows = await through(times('DeleteRow', 'lose-answer', 1).behave);
    await rows.delete(TABLE, { id, part: 1 }, { exists: 'must' });
    expect(await direct().get(TABLE, { id, part: 1 })).toBeUndefined();
  });

  it('is never repeated when it counts', async () => {
    const faults = times('UpdateRow', 'lose-answer', 1);
    const rows = await through(faults.behave);
    const write = rows.update(TABLE, { id, part: 1 }, { increment: { likes: 1 } });
    await expect(write).rejects.toMatchObject({ name: 'CloudError', retryable: true });
    expect(faults.count()).toBe(1);
    expect(await direct().get(TABLE, { id, part: 1 })).toMatchObject({ likes: 1 });
  });
});

describe('a server that does not answer', () => {
  it('ends in a Timeout within the deadline, after several attempts', async () => {
    let asked = 0;
    const behave = (): Behaviour => {
      asked += 1;
      return 'ignore';
    };
    const rows = await through(behave, { attemptMs: 30, policy: { attempts: 3 } });
    await expect(rows.get(TABLE, { id, part: 1 })).rejects.toMatchObject({ code: 'Timeout', retryable: true });
    expect(asked).toBe(3);
  });

  it('ends although every answer is cut in the middle, where the SDK alone would wait for ever', async () => {
    const rows = await through(() => 'cut-answer', { attemptMs: 50, policy: { attempts: 2 } });
    await expect(rows.get(TABLE, { id, part: 1 })).rejects.toMatchObject({ name: 'CloudError', retryable: true });
  });

  it('is reported by its system code when it cannot be reached at all', async () => {
    const running = await startServer(() => {});
    await running.close();
    const rows = tablestore(CREDENTIALS, tablestoreOptions(running.endpoint, { policy: { attempts: 2 } }));
    const read = rows.get(TABLE, { id, part: 1 });
    await expect(read).rejects.toMatchObject({ code: 'ECONNREFUSED', message: expect.stringContaining('reached') });
  });
});

describe('codes of the service', () => {
  const put = (endpoint: string, more = {}) =>
    tablestore(CREDENTIALS, tablestoreOptions(endpoint, more)).put(TABLE, { id, part: 1 }, { a: 1 });

  it.each([
    [503, 'OTSServerBusy', 6],
    [409, 'OTSRowOperationConflict', 6],
    [403, 'OTSNotEnoughCapacityUnit', 6],
    [503, 'OTSPartitionUnavailable', 6],
    [500, 'OTSInternalServerError', 6],
    [503, 'OTSTimeout', 6],
    [403, 'OTSNoPermissionAccess', 1],
    [400, 'OTSParameterInvalid', 1],
    [404, 'OTSObjectNotExist', 1],
    [403, 'OTSConditionCheckFail', 1],
  ])('HTTP %i %s: %i attempts of a put', async (status, code, attempts) => {
    const answer = await answering(status, code, 'The message of the service.');
    await expect(put(answer.endpoint)).rejects.toMatchObject({
      code,
      status,
      requestId: '0005-6789-abcd',
      message: `tablestore PutRow failed: The message of the service. (code ${code}, RequestId 0005-6789-abcd)`,
    });
    expect(answer.asked()).toBe(attempts);
  });

  it.each([
    [503, 'OTSServerBusy', 6],
    [500, 'OTSInternalServerError', 1],
    [503, 'OTSTimeout', 1],
  ])('HTTP %i %s: %i attempts of an increment', async (status, code, attempts) => {
    const answer = await answering(status, code, 'Text.');
    const rows = tablestore(CREDENTIALS, tablestoreOptions(answer.endpoint));
    const write = rows.update(TABLE, { id, part: 1 }, { increment: { likes: 1 } });
    await expect(write).rejects.toMatchObject({ code });
    expect(answer.asked()).toBe(attempts);
  });

  it('keep a message of more than 127 bytes readable', async () => {
    const message = `Long: ${'word '.repeat(40)}end`;
    const answer = await answering(400, 'OTSParameterInvalid', message);
    await expect(put(answer.endpoint)).rejects.toMatchObject({ message: expect.stringContaining(`: ${message} (`) });
  });

  it('are waited for with growing, jittered pauses inside the deadline', async () => {
    const answer = await answering(503, 'OTSServerBusy', 'Busy.');
    const clock = quickClock();
    await expect(put(answer.endpoint, { clock, random: () => 1 })).rejects.toMatchObject({ code: 'OTSServerBusy' });
    expect(clock.sleeps).toEqual([50, 100, 200, 400, 800]);
    const short = quickClock();
    const options = { clock: short, random: () => 1, deadlineMs: 200 };
    await expect(put(answer.endpoint, options)).rejects.toMatchObject({ code: 'OTSServerBusy' });
    expect(short.sleeps).toEqual([50, 100]);
  });

  it('show neither token nor secret that a message quotes', async () => {
    const quoted = `denied for verySecretAccessKey9 and token tok/en+==9`;
    const answer = await answering(403, 'OTSAuthFailed', quoted);
    const credentials = { ...CREDENTIALS, securityToken: 'tok/en+==9' };
    const rows = tablestore(credentials, tablestoreOptions(answer.endpoint));
    const error = await rows.get(TABLE, { id }).catch((caught: Error) => caught);
    expect((error as Error).message).toContain('denied for *** and token ***');
  });
});
