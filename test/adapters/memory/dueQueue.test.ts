import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DueQueue } from '../../../adapters/memory/dueQueue.ts';
import { compareWaiting } from '../../../adapters/records/dueOrder.ts';
import { decisionId } from '../../../core/ids.ts';
import type { Decision } from '../../../core/message/decision.ts';
import { HOUR_MS } from '../../../core/time.ts';
import { aDecision } from '../../support/builders.ts';

/** A queue beside the plain list it must agree with. */
class Modelled {
  readonly current = new Map<string, Decision>();
  readonly queue = new DueQueue();

  put(decision: Decision): void {
    const before = this.current.get(decision.id);
    this.current.set(decision.id, decision);
    if (before !== undefined && before.dueAt !== null) this.queue.drop(before, before.dueAt);
    if (decision.dueAt !== null) this.queue.push(decision, decision.dueAt);
  }

  due(until: number): Decision[] {
    return [...this.current.values()]
      .filter(({ dueAt }) => dueAt !== null && dueAt <= until)
      .sort(compareWaiting);
  }
}

const act = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      put: fc.record({
        id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f').map(decisionId),
        dueAt: fc.option(
          fc.integer({ min: -30, max: 30 }).map((n) => (n * HOUR_MS) / 4),
          { nil: null },
        ),
        priority: fc.constantFrom(0, 1),
      }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ until: fc.integer({ min: -8, max: 8 }), limit: fc.integer({ min: 1, max: 4 }) }),
  },
);

describe('the queue of what is due', () => {
  it('agrees with a sorted list, however records come, change and are asked for', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
        const modelled = new Modelled();
        for (const one of acts) {
          if ('put' in one) modelled.put(aDecision(one.put));
          else {
            const until = one.until * HOUR_MS;
            const due = modelled.due(until);
            expect(modelled.queue.page(until, one.limit)).toEqual(due.slice(0, one.limit));
            expect(modelled.queue.count(until, 3)).toBe(Math.min(3, due.length));
            const [next] = modelled.due(Number.POSITIVE_INFINITY);
            expect(modelled.queue.next()).toBe(next?.dueAt ?? null);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
