import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  complaintId,
  complaintOf,
  complaintRecord,
  complaintsAfter,
  type ComplaintTold,
  isOpenComplaint,
} from '../../../core/care/complaint.ts';
import { complaintOpenSince, MOST_COMPLAINTS } from '../../../core/message/contact.ts';
import { anEvent, NOW } from '../../support/builders.ts';

function told(id: string, what: ComplaintTold['what'], at: number): ComplaintTold {
  return { id, what, at, cause: null };
}

function after(...all: readonly ComplaintTold[]) {
  return all.reduce<ReturnType<typeof complaintsAfter>>(
    (known, one) => complaintsAfter(known, [complaintRecord(one)]),
    [],
  );
}

describe('complaintOf', () => {
  it('reads an opened complaint with its cause, a closed one, and nothing else', () => {
    const properties = { complaint_id: 'c1', cause: 'product-fault' };
    const opened = anEvent({ name: 'Complaint Opened', properties });
    expect(complaintOf(opened)).toEqual({ id: 'c1', what: 'opened', at: NOW, cause: 'product-fault' });
    const closed = anEvent({ name: 'Complaint Closed', properties: { complaint_id: 7 } });
    expect(complaintOf(closed)).toEqual({ id: '7', what: 'closed', at: NOW, cause: null });
    expect(complaintOf(anEvent({ name: 'Order Viewed', properties }))).toBeNull();
    expect(complaintOf(anEvent({ name: 'Complaint Opened', properties: {} }))).toBeNull();
  });

  it.each([
    [{}],
    [{ complaint_id: '' }],
    [{ complaint_id: null }],
    [{ complaint_id: ['a'] }],
    [{ complaint_id: 'x'.repeat(201) }],
  ])('finds no id in %j', (properties) => {
    expect(complaintId(properties)).toBeNull();
  });
});

describe('complaintsAfter', () => {
  it.each([
    ['opened', [told('a', 'opened', 5)], 5],
    ['opened and closed', [told('a', 'opened', 5), told('a', 'closed', 9)], null],
    ['closed, told first', [told('a', 'closed', 9), told('a', 'opened', 5)], null],
    ['opened again', [told('a', 'opened', 5), told('a', 'closed', 9), told('a', 'opened', 12)], 12],
    ['closed twice', [told('a', 'opened', 5), told('a', 'closed', 9), told('a', 'closed', 9)], null],
    ['closed at the instant it was opened', [told('a', 'opened', 5), told('a', 'closed', 5)], null],
    ['one of two closed', [told('a', 'opened', 5), told('b', 'opened', 6), told('a', 'closed', 9)], 6],
    ['closed only', [told('a', 'closed', 9)], null],
  ])('of a complaint %s', (_, all, since) => {
    expect(complaintOpenSince({ complaints: after(...all) })).toBe(since);
  });

  it('leaves the same whatever order events come in, and however often', () => {
    const one = fc.record({
      id: fc.constantFrom('a', 'b', 'c'),
      what: fc.constantFrom('opened' as const, 'closed' as const),
      at: fc.integer({ min: 0, max: 6 }),
      cause: fc.constant(null),
    });
    const shuffled = fc
      .array(one, { maxLength: 8 })
      .chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })),
      );
    fc.assert(
      fc.property(shuffled, ([all, again]) => {
        expect(after(...again)).toEqual(after(...all));
      }),
    );
  });

  it('is the same list where nothing is new', () => {
    const known = after(told('a', 'opened', 5), told('b', 'opened', 6));
    expect(complaintsAfter(known, [complaintRecord(told('a', 'opened', 4))])).toBe(known);
    expect(complaintsAfter(known, [])).toBe(known);
  });

  it('keeps open ones before closed ones where there are too many', () => {
    const many = Array.from({ length: 30 }, (_, i) => [
      told(`c${i}`, 'opened', 100 + i),
      told(`c${i}`, 'closed', 200 + i),
    ]);
    const known = after(told('old', 'opened', 1), ...many.flat());
    expect(known).toHaveLength(MOST_COMPLAINTS);
    expect(known.filter(isOpenComplaint).map(({ id }) => id)).toEqual(['old']);
  });
});
