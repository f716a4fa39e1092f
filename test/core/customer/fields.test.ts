import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Fields,
  fieldsAfter,
  fieldsAfterEvent,
  fieldsWithout,
  mergedFields,
  MOST_OWN_CONSENTS,
  namesTold,
  newFields,
} from '../../../core/customer/fields.ts';
import { withTraits } from '../../../core/customer/withTraits.ts';
import { anIdentity, aPerson, denied, granted, NOW } from '../../support/builders.ts';

const told = (at: number, name: string) => fieldsAfter(newFields(0), { name }, at);

describe('a field', () => {
  it('keeps what was told last, and when', () => {
    const late = fieldsAfter(told(5, 'Maya'), { name: 'M.', traits: { city: 'Lyon' } }, 3);
    expect(late).toMatchObject({ name: 'Maya', traits: { city: 'Lyon' } });
    expect(late.fieldTimes).toEqual({ name: 5, 'traits.city': 3 });
  });

  it('without a time gives way to any that has one', () => {
    const imported: Fields = { ...newFields(NOW), name: 'Imported' };
    expect(fieldsAfter(imported, { name: 'Told' }, 1).name).toBe('Told');
    expect(mergedFields(told(1, 'Told'), [imported]).name).toBe('Told');
  });

  it('can be emptied, a trait to null', () => {
    const known = fieldsAfter(newFields(0), { name: 'Maya', traits: { city: 'Lyon' } }, 1);
    expect(fieldsAfter(known, { name: null, traits: { city: null } }, 2)).toMatchObject({
      name: null,
      traits: { city: null },
    });
  });

  it('called like something every object has is a field like others', () => {
    const traits = JSON.parse('{"__proto__": 1, "constructor": 2}');
    const after = fieldsAfter(newFields(0), { traits }, 1);
    expect(JSON.stringify(after.traits)).toBe('{"__proto__":1,"constructor":2}');
  });
});

describe('consents without an address', () => {
  it('are kept, the newest by channel and topic, and the newest topics where there are too many', () => {
    const many = Array.from({ length: MOST_OWN_CONSENTS + 5 }, (_, i) => granted(`t-${i}`, { at: i }));
    const after = fieldsAfterEvent(newFields(0), 0, anIdentity(), [...many, denied('t-9', { at: 99 })]);
    expect(after.consents).toHaveLength(MOST_OWN_CONSENTS);
    expect(after.consents.find(({ topic }) => topic === 't-9')?.state).toBe('denied');
    expect(after.consents.some(({ topic }) => topic === 't-0')).toBe(false);
  });
});

describe('an id that turns out to be somebody else’s', () => {
  it('takes along what it told, and leaves what others told or a journey set', () => {
    const [own, theirs] = [told(1, 'Maya'), fieldsAfter(told(5, 'Lin'), { phone: '+1' }, 5)];
    const whole = withTraits({ ...aPerson(), ...mergedFields(own, [theirs]) }, { vip: true }, 9);
    const left = fieldsWithout(whole, [own], [theirs]);
    expect(left).toMatchObject({ name: 'Maya', phone: null, traits: { vip: true }, knownSince: 0 });
    expect(left.fieldTimes).toEqual({ name: 1, 'traits.vip': 9 });
    expect(namesTold(theirs, mergedFields(own, [theirs]))).toEqual(['name', 'phone']);
  });
});

const value = fc.constantFrom('a', 'b', null, 1);
const telling = fc.record({
  at: fc.integer({ min: 0, max: 4 }),
  name: fc.constantFrom('Maya', 'Lin', undefined),
  traits: fc.dictionary(fc.constantFrom('x', 'y'), value),
  consent: fc.boolean(),
});
type Telling = {
  at: number;
  name: string | undefined;
  traits: Record<string, string | number | null>;
  consent: boolean;
};

function afterAll(list: readonly Telling[]): Fields {
  return list.reduce<Fields>((fields, { at, name, traits, consent }) => {
    const event = { ...anIdentity({ traits }), ...(name === undefined ? {} : { name }) };
    return fieldsAfterEvent(fields, at, event, consent ? [granted('offers', { at })] : []);
  }, newFields(9));
}

describe('the laws of fields', () => {
  it('any order of what is told, once or twice, comes to the same', () => {
    const orders = fc
      .array(telling, { maxLength: 8 })
      .chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })),
      );
    fc.assert(
      fc.property(orders, ([list, otherwise]) => {
        expect(afterAll(otherwise)).toEqual(afterAll(list));
      }),
    );
  });

  it('what two ids were told comes to what one would have been told', () => {
    fc.assert(
      fc.property(fc.array(telling, { maxLength: 6 }), fc.array(telling, { maxLength: 6 }), (one, other) => {
        const whole = afterAll([...one, ...other]);
        expect(mergedFields(afterAll(one), [afterAll(other)])).toEqual(whole);
        expect(mergedFields(afterAll(other), [afterAll(one)])).toEqual(whole);
      }),
    );
  });
});
