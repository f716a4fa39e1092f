/** What Perennial ships for win-back fits together: policy, journey and offers. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ladderNamed } from '../../../core/offer/definition.ts';
import { DEFAULT_WIN_BACK, winBackSchema } from '../../../core/winback/definition.ts';
import { rungsOf } from '../../../core/winback/rungs.ts';
import { loadShipped } from '../../../workflows/shipped.ts';
import { shippedOffers } from '../../../workflows/shippedProgramme.ts';

const file = readFileSync(new URL('../../../workflows/win-back.yaml', import.meta.url), 'utf8');
const { holdout, ladder } = DEFAULT_WIN_BACK;
const journey = loadShipped('shop').journeys.find(({ id }) => id === holdout.journey);

describe('the shipped win-back', () => {
  it('says in its file what holds without one', () => {
    expect(winBackSchema.parse(parse(file))).toEqual(DEFAULT_WIN_BACK);
  });

  it('leaves alone the same people in the journey as in the policy', () => {
    expect(journey?.nodes[holdout.node]).toMatchObject({ type: 'holdout', share: holdout.share });
  });

  it('asks in the journey for the ladder of the policy, which the shipped offers have', () => {
    const asked = Object.values(journey?.nodes ?? {}).filter((node) => node.type === 'offer');
    expect(asked.map((node) => node.ladder)).toEqual([ladder]);
    const offers = shippedOffers();
    expect(offers).not.toBeNull();
    expect(offers === null ? null : ladderNamed(offers, ladder)?.rungs[0]).toBe('nothing');
  });

  it('has rungs that cost the more, the higher they are, on an order of 60.00', () => {
    const faces = rungsOf(shippedOffers(), ladder).map(({ faceMinor }) => faceMinor(6_000));
    expect(faces).toEqual([...faces].sort((a, b) => a - b));
    expect(faces[0]).toBe(0);
  });

  it('a shop without offers has the rung that gives nothing', () => {
    expect(rungsOf(null, ladder).map(({ id }) => id)).toEqual(['nothing']);
  });
});
