import { describe, expect, it } from 'vitest';
import { mergeDataFor } from '../../../core/message/mergeData.ts';
import { utcDay } from '../../../core/time.ts';
import { aDecision, aLifecycle, aPerson, at, NOW, someSettings } from '../../support/builders.ts';

const SETTINGS = someSettings({ shop: { name: 'Kettle & Leaf', website: 'https://kl.example' } });

function customerIn(person: ReturnType<typeof aPerson>): unknown {
  return mergeDataFor(aDecision(), person, SETTINGS, NOW)['customer'];
}

describe('mergeDataFor', () => {
  it('shows the customer, the shop and links that name the decision, never the address', () => {
    const statistics = { ...aLifecycle().statistics, orders: 3, lastDay: utcDay(at('2026-02-01')) };
    const person = aPerson({ lifecycle: aLifecycle({ stage: 'stability', grade: 'A', statistics }) });
    const data = mergeDataFor(aDecision(), person, SETTINGS, NOW);
    expect(data).toMatchObject({
      customer: {
        id: 'maya',
        first_name: 'Maya',
        stage: 'stability',
        grade: 'A',
        orders: 3,
        last_order_date: '2026-02-01',
      },
      shop: { name: 'Kettle & Leaf', website: 'https://kl.example' },
      links: { unsubscribe: 'https://kl.example/unsubscribe/maya%2Ftest%2F%2F1%2Fhello%2F1' },
      now: { date: '2026-03-10' },
    });
    expect(JSON.stringify(data)).not.toContain('maya@example.org');
  });

  it.each([
    ['a given name', { traits: { first_name: 'Mai' } }, 'Mai'],
    ['an empty given name', { traits: { first_name: '' } }, 'Maya'],
    ['a given name that is no text', { traits: { first_name: 7 } }, 'Maya'],
    ['one word', { name: '王芳' }, '王芳'],
    ['no name', { name: null }, ''],
  ])('addresses somebody with %s', (_, overrides, firstName) => {
    expect(customerIn(aPerson(overrides))).toMatchObject({ first_name: firstName });
  });

  it('says nothing of what is not known yet', () => {
    expect(customerIn(aPerson())).toMatchObject({ stage: '', grade: '', orders: 0, last_order_date: '' });
  });
});
