import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EventRowRules, mapEvent } from '../../../../core/customer/import/mapEvent.ts';
import { at } from '../../../support/builders.ts';

const RULES: EventRowRules = {
  types: { points: 'number', until: 'date' },
  event: null,
  dateFormat: null,
  now: at('2026-05-10'),
};
const ROW = { customer: ' c1 ', date: '2026-05-01', name: 'Visit', 'property.points': '7' };

function idOf(cells: Record<string, string>): string {
  const mapped = mapEvent(cells, RULES);
  return mapped.kind === 'row' ? mapped.row.contentId : 'refused';
}

describe('mapEvent', () => {
  it('gives what happened, properties as their types', () => {
    expect(mapEvent({ ...ROW, 'property.page': '/a', 'property.until': '2030-01-01' }, RULES)).toMatchObject({
      kind: 'row',
      row: {
        customerId: 'c1',
        at: at('2026-05-01'),
        name: 'Visit',
        properties: { points: 7, page: '/a', until: '2030-01-01' },
      },
    });
  });

  it('names events whose row has no name as the file is named', () => {
    const mapped = mapEvent({ customer: 'c1', date: '2026-05-01' }, { ...RULES, event: 'Seen' });
    expect(mapped).toMatchObject({ row: { name: 'Seen' } });
  });

  it('has one id for one content, whatever the sequence of its properties', () => {
    const one = idOf({ ...ROW, 'property.a': '1', 'property.b': '2' });
    expect(idOf({ 'property.b': '2', 'property.a': '1', ...ROW })).toBe(one);
    for (const other of [{ customer: 'c2' }, { date: '2026-05-02' }, { name: 'Left' }, { 'property.a': '3' }])
      expect(idOf({ ...ROW, 'property.a': '1', 'property.b': '2', ...other })).not.toBe(one);
  });

  it.each([
    [{ customer: '' }, 'customer', 'empty'],
    [{ date: '03/04/2026' }, 'date', 'ambiguous-date'],
    [{ date: '2026-05-12' }, 'date', 'date-in-future'],
    [{ name: '' }, 'name', 'empty'],
    [{ name: 'x'.repeat(201) }, 'name', 'too-long'],
    [{ name: 'Order Completed' }, 'name', 'reserved-id'],
    [{ 'property.points': 'many' }, 'property.points', 'not-a-number'],
    [{ 'property.until': 'soon' }, 'property.until', 'not-a-date'],
  ])('refuses %j', (change, field, code) => {
    const mapped = mapEvent({ ...ROW, ...change }, RULES);
    expect(mapped).toMatchObject({ kind: 'rejected', field, code, remedy: expect.any(String) });
  });

  it('is total: any text gives a row or a fault with a remedy', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (customer, date, name, points) => {
        const mapped = mapEvent({ customer, date, name, 'property.points': points }, RULES);
        expect(mapped.kind === 'row' || mapped.remedy.length > 0).toBe(true);
      }),
    );
  });
});
