import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../core/json.ts';
import {
  inSegment,
  NO_STANDING,
  readStanding,
  type Standing,
  standingBody,
  standingWrite,
} from '../../../core/segment/standing.ts';
import { MAYA, NOW } from '../../support/builders.ts';

const instant = fc.integer({ min: -1_000, max: NOW });
const since = fc.dictionary(fc.constantFrom('a', 'b'), instant, { noNullPrototype: true });
const tally = fc.record({
  count: fc.integer({ min: 1, max: 900 }),
  sum: fc.integer(),
  first: instant,
  last: instant,
  newest: fc.array(fc.tuple(instant, fc.integer()), { maxLength: 3 }).map((pairs) => pairs.flat()),
});
const standings: fc.Arbitrary<Standing> = fc.record({
  rules: fc.nat(),
  tallies: fc.dictionary(
    fc.constantFrom('maya', 'anonymous-1'),
    fc.dictionary(fc.constantFrom('k1', 'k2'), tally, { noNullPrototype: true }),
    { noNullPrototype: true },
  ),
  segments: since,
  lists: since,
  nextChangeAt: fc.option(instant, { nil: null }),
  timer: fc.option(fc.record({ version: fc.nat(), dueAt: fc.option(instant, { nil: null }) }), { nil: null }),
});

function kept(body: JsonObject): Standing {
  return readStanding({ id: MAYA, body });
}

describe('a standing', () => {
  it('is read from JSON as it was written', () => {
    fc.assert(
      fc.property(standings, (standing) => {
        const body: JsonObject = JSON.parse(JSON.stringify(standingBody(standing)));
        expect(kept(body)).toEqual(standing);
      }),
    );
  });

  it('of nobody yet says nothing, and takes no room but its version', () => {
    expect(readStanding(null)).toEqual(NO_STANDING);
    expect(standingBody(NO_STANDING)).toEqual({ rules: 0 });
  });

  it('says who is in what', () => {
    const standing = { ...NO_STANDING, segments: { looking: NOW } };
    expect(inSegment(standing, 'looking')).toBe(true);
    expect(inSegment(standing, 'quiet')).toBe(false);
  });

  it('is written over the dossier as it was read', () => {
    const first = standingWrite(MAYA, null, NO_STANDING);
    expect(first).toMatchObject({ expectedVersion: 0, dossier: { version: 1, id: MAYA, customerId: MAYA } });
    expect(standingWrite(MAYA, { ...first.dossier, version: 7 }, NO_STANDING)).toMatchObject({
      expectedVersion: 7,
      dossier: { version: 8 },
    });
  });

  it.each([
    ['rules', {}],
    ['tallies', { rules: 1, tallies: 3 }],
    ['tallies', { rules: 1, tallies: { maya: 3 } }],
    ['tallies', { rules: 1, tallies: { maya: { k: [1] } } }],
    ['tallies', { rules: 1, tallies: { maya: { k: '1 2 3' } } }],
    ['tallies', { rules: 1, tallies: { maya: { k: '1 2 3 x' } } }],
    ['segments', { rules: 1, segments: { looking: 'yes' } }],
    ['lists', { rules: 1, lists: [] }],
    ['timer', { rules: 1, timer: [] }],
    ['timer', { rules: 1, timer: 'soon' }],
  ])('that is broken in its %s says so: %j', (what, body) => {
    expect(() => kept(body)).toThrow(expect.objectContaining({ code: 'broken-standing' }));
    expect(() => kept(body)).toThrow(`the standing of maya says ${what}`);
  });
});
