import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RoomModel } from '../../clients/shared/room/room.ts';
import { openStage, type StageModel, type StageState } from '../../clients/shared/room/stage.ts';
import { FakeApi, fake, message } from './support/api.ts';

vi.mock('../../clients/shared/session.ts', async () => (await import('./support/api.ts')).sessionModule);

let listener: Parameters<RoomModel['onSignal']>[0] | undefined;
let version: number;
let stage: StageModel;

const state = (at: number) => ({ version: at, members: [], own_status: 'none' }) as unknown as StageState;

beforeEach(async () => {
  vi.useFakeTimers();
  fake.api = new FakeApi();
  fake.api.answers = { coStreamingState: () => state(version) };
  version = 1;
  const model: Pick<RoomModel, 'id' | 'onSignal'> = {
    id: 'room',
    onSignal: (each) => {
      listener = each;
      return () => {
        listener = undefined;
      };
    },
  };
  stage = openStage(model as RoomModel, 'bob');
  await vi.advanceTimersByTimeAsync(0);
});
afterEach(() => {
  stage.close();
  vi.useRealTimers();
});

describe('the stage', () => {
  it('is asked for at once, as whoever looks at it', () => {
    expect(fake.api.named('coStreamingState')).toEqual([{ id: 'room', user_id: 'bob' }]);
    expect(stage.state.value?.version).toBe(1);
  });

  it.each([19_002, 20_001, 20_002, 20_003, 20_004, 20_005, 20_006, 20_007, 20_008])(
    'is asked for again after message %i',
    async (type) => {
      version = 2;
      listener?.(message(type, {}));
      await vi.advanceTimersByTimeAsync(0);
      expect(stage.state.value?.version).toBe(2);
    },
  );

  it('is not asked for because of anything else', async () => {
    listener?.(message(19_003, {}));
    await vi.advanceTimersByTimeAsync(0);
    expect(fake.api.named('coStreamingState')).toHaveLength(1);
  });

  it('never goes back to an answer that was overtaken', () => {
    stage.take(state(5));
    stage.take(state(4));
    expect(stage.state.value?.version).toBe(5);
  });

  it('without messages it is asked for every ten seconds, also after a failure', async () => {
    fake.api.answers.coStreamingState = () => {
      throw new Error('not now');
    };
    await vi.advanceTimersByTimeAsync(10_000);
    fake.api.answers.coStreamingState = () => state(9);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(stage.state.value?.version).toBe(9);
    stage.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fake.api.named('coStreamingState')).toHaveLength(3);
    expect(listener).toBeUndefined();
  });
});
