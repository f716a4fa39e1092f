import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customerId } from '../../../../core/ids.ts';
import type { ImportedOrder } from '../../../../core/ports.ts';
import { groupOfKey, orderGroups } from '../../../../functions/shared/import/groups.ts';
import { anOrder } from '../../../support/builders.ts';

function aRow(customer: string, order: string, idFromContent = false): ImportedOrder {
  return { line: 1, order: anOrder({ id: order, customerId: customerId(customer) }), idFromContent };
}

describe('groups of orders', () => {
  it('are those of their customers', () => {
    const groupOf = orderGroups();
    expect(groupOf(aRow('a', 'N1'))).toBe(groupOf(aRow('a', 'N2')));
    expect(groupOf(aRow('a', 'N3', true))).toBe(groupOfKey('a'));
    expect(groupOf(aRow('b', 'N4'))).toBe(groupOfKey('b'));
  });

  it('keep an order together that comes under two customers', () => {
    const groupOf = orderGroups();
    expect([aRow('a', 'N1'), aRow('b', 'N1'), aRow('c', 'N1')].map(groupOf)).toEqual(
      Array.from({ length: 3 }, () => groupOfKey('a')),
    );
  });

  it('do not mind ids that were made from the content', () => {
    const groupOf = orderGroups();
    groupOf(aRow('a', 'N1', true));
    expect(groupOf(aRow('b', 'N1', true))).toBe(groupOfKey('b'));
  });

  it('are whole numbers from 0, the same for the same rows in the same order', () => {
    const rows = fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.constantFrom('N1', 'N2', 'N3', 'N4')));
    fc.assert(
      fc.property(rows, (told) => {
        const all = told.map(([customer, order]) => aRow(customer, order));
        const [first, again] = [all.map(orderGroups()), all.map(orderGroups())];
        expect(again).toEqual(first);
        for (const group of first)
          expect(Number.isInteger(group) && group >= 0 && group < 2 ** 32).toBe(true);
      }),
    );
  });
});
