import { describe, expect, it } from 'vitest';
import { parseEventMap } from '../../../../core/customer/import/eventMap.ts';

describe('parseEventMap', () => {
  it('reads fields, properties and their types, columns with commas and colons', () => {
    expect(
      parseEventMap('customer=user.id, date=at,name=what,property.points:number=pts,property.a:b=x, y', null),
    ).toEqual({
      columns: {
        customer: 'user.id',
        date: 'at',
        name: 'what',
        'property.points': 'pts',
        'property.a:b': 'x, y',
      },
      types: { points: 'number' },
    });
  });

  it('needs no name where every event has the same', () => {
    expect(parseEventMap('customer=a,date=b', 'Visit').columns).toEqual({ customer: 'a', date: 'b' });
  });

  it.each([
    ['customer=a,date=b', 'map-missing-field', 'name'],
    ['date=b,name=c', 'map-missing-field', 'customer'],
    ['customer=a,name=c', 'map-missing-field', 'date'],
    ['customer=a,date=b,name=c,name=d', 'map-repeated', 'name'],
    ['customer=a,date=b,name=c,property.x=d,property.x:number=e', 'map-repeated', 'property.x'],
    ['customer=a,date=b,name=c,amount=d', 'map-unknown-field', 'amount'],
    ['customer=a,date=b,name=c,property.=d', 'map-unknown-field', 'property.'],
    ['customer', 'map-invalid', 'customer'],
  ])('refuses %s', (text, code, named) => {
    expect(() => parseEventMap(text, null)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(named) }),
    );
  });
});
