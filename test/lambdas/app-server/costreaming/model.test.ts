import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEvent, type StageEvent } from '../../../../lambdas/app-server/costreaming/events.ts';
import {
  APPLICATION_MS,
  APPROVAL_MS,
  emptyStage,
  GONE_MS,
  MEMBER_MS,
  present,
  type Stage,
  type StageRoom,
} from '../../../../lambdas/app-server/costreaming/stage.ts';

const USERS = ['anna', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const EVENTS = ['apply', 'cancel', 'approve', 'reject', 'join', 'renew', 'switch', 'leave', 'kick'] as const;

/** What a stage means, written down a second time and in another way: when each user is on, approved, waiting, gone until. */
class Model {
  now = 1_800_000_000_000;
  listed: string[] = [];
  readonly on = new Map<string, number>();
  readonly approved = new Map<string, number>();
  readonly waiting = new Map<string, number>();
  readonly gone = new Map<string, number>();

  advance(ms: number): void {
    this.now += ms;
    for (const [user, until] of this.on) {
      if (until <= this.now) this.off(user);
    }
    for (const map of [this.approved, this.waiting, this.gone]) {
      for (const [user, until] of map) if (until <= this.now) map.delete(user);
    }
  }

  guests(): Set<string> {
    const listed = this.listed.filter((user) => !this.gone.has(user));
    return new Set([...this.on.keys(), ...listed].filter((user) => user !== 'anna'));
  }

  /** False when it is refused. */
  do(type: (typeof EVENTS)[number], user: string): boolean {
    const isAnchor = user === 'anna';
    const others = [...this.guests()].filter((guest) => guest !== user).length;
    const isListed = !isAnchor && this.guests().has(user) && !this.on.has(user);
    const enter = (): boolean => {
      this.on.set(user, this.now + MEMBER_MS);
      for (const map of [this.approved, this.waiting, this.gone]) map.delete(user);
      return true;
    };
    switch (type) {
      case 'apply':
        if (!isAnchor && !this.guests().has(user) && !this.approved.has(user)) {
          this.waiting.set(user, this.now + APPLICATION_MS);
        }
        return true;
      case 'cancel':
      case 'reject':
        this.waiting.delete(user);
        this.approved.delete(user);
        return true;
      case 'approve':
        if (isAnchor || this.on.has(user) || this.approved.has(user)) return true;
        if (others >= 5) return false;
        this.waiting.delete(user);
        this.approved.set(user, this.now + APPROVAL_MS);
        return true;
      case 'join':
        if (this.on.has(user) || isAnchor) return enter();
        return (this.approved.has(user) || isListed) && others < 5 ? enter() : false;
      case 'renew':
        return this.on.has(user) || isAnchor ? enter() : false;
      case 'switch':
        if (this.on.has(user)) return true;
        return isAnchor ? enter() : false;
      case 'leave':
      case 'kick':
        if (type === 'kick' && isAnchor) return false;
        this.waiting.delete(user);
        this.approved.delete(user);
        if (this.on.has(user) || isListed) this.off(user);
        return true;
    }
  }

  private off(user: string): void {
    this.on.delete(user);
    if (user !== 'anna') this.gone.set(user, this.now + GONE_MS);
  }
}

type Act =
  | { readonly kind: 'event'; readonly type: (typeof EVENTS)[number]; readonly user: string }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'list'; readonly users: string[] };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('event' as const),
      type: fc.constantFrom(...EVENTS),
      user: fc.constantFrom(...USERS),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 50_000 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('list' as const),
      users: fc.uniqueArray(fc.constantFrom(...USERS), { maxLength: 4 }),
    }),
  },
);

const sorted = (names: Iterable<string>): string[] => [...names].sort();
const names = (entries: Stage['members' | 'approvals' | 'applications' | 'gone']): string[] =>
  sorted(entries.map((entry) => entry.userId));

describe('the stage against a model of it', () => {
  it('A5: any sequence of events, waits and lists keeps the same people in the same state, five guests at most', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const model = new Model();
        const room = (): StageRoom => ({
          anchorId: 'anna',
          epoch: '1/1',
          isLive: true,
          isOpen: true,
          listed: model.listed,
        });
        let stage = emptyStage('1/1');
        for (const one of acts) {
          if (one.kind === 'wait') {
            model.advance(one.ms);
          } else if (one.kind === 'list') {
            model.listed = one.users;
          } else {
            const outcome = applyEvent(stage, room(), { type: one.type, userId: one.user } as StageEvent, model.now);
            expect('refused' in outcome).toBe(!model.do(one.type, one.user));
            stage = 'stage' in outcome ? outcome.stage : stage;
          }
          stage = present(stage, room(), model.now).stage;
          expect(names(stage.members)).toEqual(sorted(model.on.keys()));
          expect(names(stage.approvals)).toEqual(sorted(model.approved.keys()));
          expect(names(stage.applications)).toEqual(sorted(model.waiting.keys()));
          expect(names(stage.gone)).toEqual(sorted(model.gone.keys()));
          const served = stage.members.filter(({ userId }) => userId !== 'anna');
          expect(new Set(names(stage.members)).size).toBe(stage.members.length);
          expect(served.length).toBeLessThanOrEqual(5);
        }
      }),
      { numRuns: 500 },
    );
  });
});
