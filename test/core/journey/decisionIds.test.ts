import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, EndlessJourney } from '../../../core/journey/advance.ts';
import type { Enrolment } from '../../../core/journey/enrolment.ts';
import type { StepChange } from '../../../core/ports.ts';
import { DAY_MS } from '../../../core/time.ts';
import { aJourney, anEnrolment, NOW } from '../../support/builders.ts';
import { aStepInput } from '../../support/stepInput.ts';

type Nodes = NonNullable<NonNullable<Parameters<typeof aJourney>[0]>['nodes']>;

const END = { type: 'end' } as const;

function step(nodes: Nodes, start: string, enrolment: Enrolment, now: number): StepChange {
  const definition = aJourney({ nodes, start });
  return advance(aStepInput({ definition, enrolment, now }));
}

function after(change: StepChange): Enrolment {
  const [write] = change.enrolments;
  if (write === undefined) throw new Error('a step always writes its enrolment');
  return write.enrolment;
}

describe('the ids of decisions', () => {
  it('count the rounds of a passage, so that a jump back sends again under a new one', () => {
    const nodes: Nodes = {
      hello: { type: 'send', template: 'hello', next: 'rest' },
      rest: { type: 'wait', for: '1d', next: 'again' },
      again: { type: 'jump', to: 'hello', times: 5, next: 'done' },
      done: END,
    };
    let enrolment = anEnrolment({ nodeId: 'hello' });
    const ids: string[] = [];
    for (let day = 0; day < 3; day += 1) {
      const change = step(nodes, 'hello', enrolment, NOW + day * DAY_MS);
      ids.push(...change.decisions.map(({ id }) => id));
      enrolment = after(change);
    }
    expect(ids).toEqual(['maya/test//1/hello/1', 'maya/test//1/hello/2', 'maya/test//1/hello/3']);
  });

  const ids = Array.from({ length: 8 }, (_, i) => `n${i}`);
  const next = fc.constantFrom(...ids, 'nowhere');
  const node = fc.oneof(
    fc.record({ type: fc.constant('send' as const), template: fc.constant('hello'), next }),
    fc.record({ type: fc.constant('wait' as const), for: fc.constantFrom('1h', '1d'), next }),
    fc.record({ type: fc.constant('holdout' as const), share: fc.constantFrom(0, 0.5, 1), next }),
    fc.record({
      type: fc.constant('branch' as const),
      cases: fc.array(
        fc.record({ when: fc.constantFrom({ orders: { max: 0 } }, { orders: { min: 1 } }), next }),
        { minLength: 1, maxLength: 2 },
      ),
      otherwise: next,
    }),
    fc.constant(END),
  );
  const journeys = fc
    .tuple(...ids.map(() => node))
    .map((nodes) => Object.fromEntries(ids.map((id, i) => [id, nodes[i] ?? END])));

  it('are never given twice, over random journeys walked to their end', () => {
    fc.assert(
      fc.property(journeys, (nodes) => {
        let enrolment = anEnrolment({ nodeId: 'n0' });
        const decided: string[] = [];
        for (let steps = 0; steps < 12 && enrolment.status === 'active'; steps += 1) {
          let change: StepChange;
          try {
            change = step(nodes, 'n0', enrolment, enrolment.dueAt ?? NOW);
          } catch (failure) {
            expect(failure).toBeInstanceOf(EndlessJourney);
            break;
          }
          decided.push(...change.decisions.map(({ id }) => id));
          expect(change.facts.filter(({ kind }) => kind === 'message-accepted')).toHaveLength(
            change.decisions.length,
          );
          expect(after(change).version).toBe(enrolment.version + 1);
          enrolment = after(change);
          expect(enrolment.dueAt === null).toBe(enrolment.status === 'ended');
        }
        expect(new Set(decided).size).toBe(decided.length);
      }),
      { numRuns: 300 },
    );
  });
});
