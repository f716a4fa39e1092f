/** The scores against reference results that lie beside the project and are no part of it: without them these tests are skipped. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { cronbachAlpha } from '../../../core/feedback/cronbachAlpha.ts';
import { csatOf } from '../../../core/feedback/csat.ts';
import { KANO_ANSWERS, kanoCategory, kanoOf } from '../../../core/feedback/kano.ts';
import { npsOfCounts, npsOfScores } from '../../../core/feedback/nps.ts';
import { SERVQUAL_DIMENSIONS, SERVQUAL_NAMES, servqualOf } from '../../../core/feedback/servqual.ts';

const file = new URL('../../../../shared/gold/satisfaction.json', import.meta.url);

const number = z.number();
const pair = z.tuple([number, number]);
const npsSchema = z.object({
  promoters: number,
  passives: number,
  detractors: number,
  n: number,
  nps: number,
  variance_of_ticket: number,
  se_points: number,
  ci95: pair,
});
const byDimension = z.object({
  Tangibles: number,
  Reliability: number,
  Responsiveness: number,
  Assurance: number,
  Empathy: number,
});
const answer = z.enum(KANO_ANSWERS);
const kanoRow = z.string();
const goldSchema = z.object({
  nps: z.object({
    computed: z.array(npsSchema),
    from_scores: npsSchema.extend({ scores: z.array(number) }),
  }),
  csat: z.object({ computed: z.object({ scores: z.array(number), csat: number, wilson95: pair }) }),
  servqual: z.object({
    items: z.record(z.enum(SERVQUAL_NAMES), pair),
    expectations: z.array(z.array(number)),
    perceptions: z.array(z.array(number)),
    dimension_gaps: byDimension,
    unweighted: number,
    weights: byDimension,
    weighted: number,
  }),
  kano: z.object({
    evaluation_table_rows_functional_cols_dysfunctional: z.object({
      like: kanoRow,
      expect: kanoRow,
      neutral: kanoRow,
      live_with: kanoRow,
      dislike: kanoRow,
    }),
    computed: z.object({
      responses: z.array(z.tuple([answer, answer, number])),
      counts: z.record(z.string(), number),
      category: z.string(),
      better: number,
      worse: number,
    }),
  }),
  cronbach_alpha: z.object({ items: z.array(z.array(number)), computed: number }),
});

describe.skipIf(!existsSync(file))('reference scores beside the project (skipped where absent)', () => {
  const read = () => goldSchema.parse(JSON.parse(readFileSync(file, 'utf8')));

  it('has the net promoter scores with their intervals', () => {
    const { computed, from_scores } = read().nps;
    const pairs = [
      ...computed.map((gold) => ({ gold, ours: npsOfCounts(gold) })),
      { gold: from_scores, ours: npsOfScores(from_scores.scores) },
    ];
    expect(pairs).toHaveLength(5);
    for (const { gold, ours } of pairs) {
      expect(ours.n).toBe(gold.n);
      expect(ours.nps).toBeCloseTo(gold.nps, 9);
      expect(ours.variance).toBeCloseTo(gold.variance_of_ticket, 9);
      expect(ours.standardError).toBeCloseTo(gold.se_points, 9);
      expect(ours.interval?.[0]).toBeCloseTo(gold.ci95[0], 9);
      expect(ours.interval?.[1]).toBeCloseTo(gold.ci95[1], 9);
    }
  });

  it('has the satisfaction score with its Wilson interval', () => {
    const { scores, csat, wilson95 } = read().csat.computed;
    const ours = csatOf(scores);
    expect(ours.csat).toBeCloseTo(csat, 12);
    expect(ours.interval?.[0]).toBeCloseTo(wilson95[0], 12);
    expect(ours.interval?.[1]).toBeCloseTo(wilson95[1], 12);
  });

  it('has the gaps of service quality', () => {
    const { items, expectations, perceptions, dimension_gaps, unweighted, weights, weighted } =
      read().servqual;
    expect(SERVQUAL_DIMENSIONS).toEqual(items);
    const ours = servqualOf({ expectations, perceptions, weights });
    for (const name of SERVQUAL_NAMES) expect(ours.gaps[name]).toBeCloseTo(dimension_gaps[name], 12);
    expect(ours.unweighted).toBeCloseTo(unweighted, 12);
    expect(ours.weighted).toBeCloseTo(weighted, 12);
  });

  it('has Kano’s table, and the category of a feature', () => {
    const { evaluation_table_rows_functional_cols_dysfunctional: table, computed } = read().kano;
    for (const functional of KANO_ANSWERS)
      expect(KANO_ANSWERS.map((dysfunctional) => kanoCategory(functional, dysfunctional)).join('')).toBe(
        table[functional],
      );
    const ours = kanoOf(
      computed.responses.map(([functional, dysfunctional, count]) => ({ functional, dysfunctional, count })),
    );
    expect(ours.counts).toMatchObject(computed.counts);
    expect(ours.category).toBe(computed.category);
    expect(ours.better).toBeCloseTo(computed.better, 12);
    expect(ours.worse).toBeCloseTo(computed.worse, 12);
  });

  it('has Cronbach’s alpha', () => {
    const { items, computed } = read().cronbach_alpha;
    expect(cronbachAlpha(items).alpha).toBeCloseTo(computed, 12);
  });
});
