import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../local/clock.ts';
import { ServiceError } from '../../../local/openapi/service.ts';
import { IdempotencyTokens } from '../../../local/ros/idempotency.ts';

const context = {
  identity: { accessKeyId: 'k', accessKeySecret: 's', principal: 'account' as const },
  accountId: '1',
  requestId: 'R',
  clock: systemClock,
  endpoint: '',
};

function counting(tokens: IdempotencyTokens, name = 'CreateStack') {
  let count = 0;
  return tokens.guard(name, async () => ({ Count: ++count }));
}

describe('a client token', () => {
  it('gives the first answer again, and nothing is done twice', async () => {
    const action = counting(new IdempotencyTokens());
    expect(await action({ ClientToken: 't', A: 1, B: 2 }, context)).toEqual({ Count: 1 });
    expect(await action({ B: 2, ClientToken: 't', A: 1 }, context)).toEqual({ Count: 1 });
    expect(await action({ A: 1 }, context)).toEqual({ Count: 2 });
  });

  it('belongs to one action and one set of parameters', async () => {
    const tokens = new IdempotencyTokens();
    await counting(tokens)({ ClientToken: 't', A: 1 }, context);
    await expect(counting(tokens)({ ClientToken: 't', A: 2 }, context)).rejects.toMatchObject({
      code: 'InvalidIdempotenceParameter',
    });
    await expect(counting(tokens, 'DeleteStack')({ ClientToken: 't', A: 1 }, context)).rejects.toThrow(ServiceError);
  });

  it('is not used up by a failure', async () => {
    const tokens = new IdempotencyTokens();
    let fails = true;
    const action = tokens.guard('X', async () => {
      if (fails) throw new ServiceError('No', 'no');
      return { Done: true };
    });
    await expect(action({ ClientToken: 't' }, context)).rejects.toThrow('no');
    fails = false;
    expect(await action({ ClientToken: 't' }, context)).toEqual({ Done: true });
  });

  it('is kept over a restart without the parameters, which may be secret', async () => {
    const tokens = new IdempotencyTokens();
    await counting(tokens)({ ClientToken: 't', Secret: 'hunter2' }, context);
    const saved = tokens.save();
    expect(JSON.stringify(saved)).not.toContain('hunter2');
    const later = new IdempotencyTokens();
    later.load(saved);
    expect(await counting(later)({ ClientToken: 't', Secret: 'hunter2' }, context)).toEqual({ Count: 1 });
  });
});
