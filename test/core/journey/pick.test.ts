import { describe, expect, it } from 'vitest';
import { customerId } from '../../../core/ids.ts';
import { type EnrolmentWrite } from '../../../core/ports.ts';
import { admitPerson } from '../../../core/journey/react.ts';
import { pickArm } from '../../../core/journey/pick.ts';
import { aJourney, anEnrolment, aPerson, NOW, published } from '../../support/builders.ts';
import { after, END, type Nodes, step } from '../../support/steps.ts';

const PEOPLE = Array.from({ length: 4_000 }, (_, i) => customerId(`c${i}`));

function arms(...shares: readonly number[]) {
  return shares.map((share, i) => ({ id: `arm-${i}`, share, next: `end-${i}` }));
}

function armOf(id: (typeof PEOPLE)[number], of = arms(0.5, 0.3, 0.2), seed = 1): string {
  return pickArm(seed, { arms: {}, journeyId: 'test', customerId: id }, 'split', of).id;
}

/** A split in two, then one mail to everybody in the second arm. */
const SPLIT: Nodes = {
  split: {
    type: 'experiment',
    arms: [
      { id: 'a', share: 0.5, next: 'done' },
      { id: 'b', share: 0.5, next: 'hello' },
    ],
  },
  hello: { type: 'send', template: 'hello', next: 'done' },
  done: END,
};

describe('an experiment', () => {
  it('divides people by its shares, within three standard errors', () => {
    for (const [index, share] of [0.5, 0.3, 0.2].entries()) {
      const drawn = PEOPLE.filter((id) => armOf(id) === `arm-${index}`).length / PEOPLE.length;
      expect(Math.abs(drawn - share)).toBeLessThan(3 * Math.sqrt((share * (1 - share)) / PEOPLE.length));
    }
  });

  it('draws the same arm for a person every time, another under another seed', () => {
    const drawn = PEOPLE.slice(0, 500).map((id) => armOf(id));
    expect(PEOPLE.slice(0, 500).map((id) => armOf(id))).toEqual(drawn);
    expect(PEOPLE.slice(0, 500).map((id) => armOf(id, undefined, 2))).not.toEqual(drawn);
  });

  it.each([
    [[1, 0], ['arm-0']],
    [[0, 1], ['arm-1']],
    [
      [0, 0.5, 0.5, 0],
      ['arm-1', 'arm-2'],
    ],
    [
      [0.1, 0.2, 0.7 - 1e-9],
      ['arm-0', 'arm-1', 'arm-2'],
    ],
  ])('never gives an arm of no share: %j', (shares, wanted) => {
    expect([...new Set(PEOPLE.map((id) => armOf(id, arms(...shares))))].sort()).toEqual(wanted);
  });

  it('draws independently of the holdout before it', () => {
    const heldOut = (id: (typeof PEOPLE)[number]) => {
      const nodes: Nodes = { control: { type: 'holdout', share: 0.5, next: 'split' }, ...SPLIT };
      return after(step(nodes, { enrolment: anEnrolment({ customerId: id, nodeId: 'control' }) })).arms;
    };
    const counts = new Map<string, number>();
    for (const id of PEOPLE) {
      const { control = '', split = '' } = heldOut(id);
      counts.set(`${control} ${split}`, (counts.get(`${control} ${split}`) ?? 0) + 1);
    }
    expect(counts.size).toBe(4);
    for (const count of counts.values()) expect(count / PEOPLE.length).toBeCloseTo(0.25, 1);
  });

  it.each(['a', 'b'])('keeps the arm once given, whatever the seed and the shares: %s', (arm) => {
    for (const seed of [1, 2, 3]) {
      const enrolment = anEnrolment({ nodeId: 'split', arms: { split: arm } });
      const change = step(SPLIT, { enrolment, seed });
      expect(after(change).arms).toEqual({ split: arm });
      expect(change.decisions).toHaveLength(arm === 'a' ? 0 : 1);
    }
  });

  it('draws anew where the arm given is gone from it', () => {
    const enrolment = anEnrolment({ nodeId: 'split', arms: { split: 'c' } });
    expect(['a', 'b']).toContain(after(step(SPLIT, { enrolment })).arms['split']);
  });

  it('can be asked for by a branch', () => {
    const nodes: Nodes = {
      split: { type: 'experiment', arms: ['a', 'b'].map((id) => ({ id, share: 0.5, next: 'choose' })) },
      choose: {
        type: 'branch',
        cases: [{ when: { arm: { node: 'split', is: 'b' } }, next: 'b' }],
        otherwise: 'a',
      },
      a: { type: 'exit', reason: 'a' },
      b: { type: 'exit', reason: 'b' },
    };
    for (const id of PEOPLE.slice(0, 20)) {
      const left = after(step(nodes, { enrolment: anEnrolment({ customerId: id, nodeId: 'split' }) }));
      expect(left.endDetail).toBe(left.arms['split']);
    }
  });
});

describe('arms given before', () => {
  const journey = published(
    aJourney({
      entry: [{ on: 'event', event: 'E', key: 'cart' }],
      reentry: 'always',
      nodes: {
        control: { type: 'holdout', share: 0.5, next: 'split' },
        ...SPLIT,
        listen: { type: 'wait-for', event: 'E', timeout: '1h', next: 'done', onTimeout: 'done' },
      },
    }),
    2,
  );
  const given = { control: 'held-out', split: 'b', listen: 'event' };
  const before = anEnrolment({ key: 'one', heldOut: true, arms: given, journeyVersion: 1, status: 'ended' });

  function admitted(key: string, enrolments = [before]): EnrolmentWrite | undefined {
    const on = {
      person: aPerson(),
      enrolments,
      now: NOW,
      journeys: [journey],
      definitionOf: () => journey.definition,
    };
    return admitPerson(on, { journey, key, trigger: {} }).enrolments[0];
  }

  it.each([
    ['on re-entry under the same key', 'one', 2],
    ['under another key', 'two', 1],
  ])('stay %s, in a later version too; how a wait ended does not', (_, key, entry) => {
    expect(admitted(key)?.enrolment).toMatchObject({
      key,
      entry,
      journeyVersion: 2,
      heldOut: true,
      arms: { control: 'held-out', split: 'b' },
    });
    expect(admitted(key)?.enrolment.arms).not.toHaveProperty('listen');
  });

  it('are those of the passage before where two passages differ', () => {
    const other = anEnrolment({ key: 'two', arms: { control: 'treated', split: 'a' }, status: 'ended' });
    expect(admitted('two', [before, other])?.enrolment.arms).toMatchObject({ split: 'a' });
  });

  it('are nobody else’s and no other journey’s', () => {
    expect(admitted('one', [{ ...before, journeyId: 'other' }])?.enrolment).toMatchObject({
      arms: {},
      heldOut: false,
    });
  });
});
