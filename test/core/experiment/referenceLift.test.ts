/**
 * The comparisons against reference results (published, or worked out independently), which lie beside the project and are
 * no part of it: without them these tests are skipped.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { chanceToBeat, credibleInterval } from '../../../core/experiment/betaBinomial.ts';
import { confidenceSequence } from '../../../core/experiment/confidenceSequence.ts';
import { cuped } from '../../../core/experiment/cuped.ts';
import { incremental } from '../../../core/experiment/incremental.ts';
import { katz } from '../../../core/experiment/katz.ts';
import { momentsOf, momentsOfShare, momentsOfSums } from '../../../core/experiment/moments.ts';
import { alwaysValidPs, msprtLook } from '../../../core/experiment/msprt.ts';
import { newcombe } from '../../../core/experiment/newcombe.ts';
import { normalBelief } from '../../../core/experiment/normalBelief.ts';
import { pooledZ } from '../../../core/experiment/pooledZ.ts';
import { relativeEstimate, relativeLift } from '../../../core/experiment/relativeLift.ts';
import { sampleRatio } from '../../../core/experiment/sampleRatio.ts';
import { peoplePerArm } from '../../../core/experiment/sampleSize.ts';
import { welch } from '../../../core/experiment/welch.ts';

const gold = new URL('../../../../shared/gold/uplift.json', import.meta.url);
const pair = z.tuple([z.number(), z.number()]);
const sums = z.object({ sum: z.number(), sum_squares: z.number(), n: z.number() });
const published = z.object({ expected: z.number(), ci: pair, stddev: z.number(), p: z.number() });
const belief = z.object({
  expected: z.number(),
  ci: pair,
  stddev: z.number(),
  chance_to_win: z.number(),
});
const estimate = z.object({ expected: z.number(), ci: pair, pValue: z.number() });

const schema = z.object({
  ex1_two_proportions: z.object({
    computed: z.array(
      z.object({
        treatment: pair,
        control: pair,
        diff: z.number(),
        newcombe_method10: pair,
        pooled_z: z.number(),
        pooled_z_p_two_sided: z.number(),
        katz_log_ci: pair,
        relative_lift: z.number(),
        relative_lift_delta_ci: pair,
      }),
    ),
  }),
  ex2_means_ttest: z.object({
    input: z.object({ control: sums, treatment: sums }),
    published_relative: published,
    published_absolute: published,
    proportion_case: z.object({ control: pair, treatment: pair, published_relative: published }),
  }),
  ex3_bayesian: z.object({
    gaussian_effect: z.object({
      control: pair,
      treatment: pair,
      published: belief.extend({ risk_control: z.number(), risk_treatment: z.number() }),
    }),
    gaussian_means: z.object({
      control: sums,
      treatment: sums,
      published_flat: belief.extend({ risk: pair }),
      published_prior_mean0_1_var0_1: belief.extend({ risk: pair }),
    }),
    beta_binomial_exact: z.array(
      z.object({
        treatment: pair,
        control: pair,
        prob_treatment_beats_control: z.number(),
        expected_loss_if_ship_treatment: z.number(),
        expected_loss_if_keep_control: z.number(),
        posterior_95_treatment: pair,
      }),
    ),
  }),
  ex4_cuped: z.object({
    data: z.record(z.string(), z.array(z.number())),
    theta: z.number(),
    unadjusted_absolute: estimate,
    cuped_absolute: estimate,
    cuped_relative: estimate,
    variance_ratio_cuped_over_raw: z.number(),
  }),
  ex5_sequential: z.object({
    growthbook: z.object({
      case1: z.object({ control: sums, treatment: sums, tuning: z.number(), published }),
      case2: z.object({ control: pair, treatment: pair, tuning: z.number(), published }),
    }),
    msprt: z.object({
      tau2: z.number(),
      looks: z.array(
        z.object({
          n_per_arm: z.number(),
          treatment: z.number(),
          control: z.number(),
          likelihood_ratio: z.number(),
          always_valid_p: z.number(),
          always_valid_95ci: pair,
        }),
      ),
    }),
  }),
  ex6_sample_size: z.array(
    z.object({ p1: z.number(), p2: z.number(), alpha: z.number(), power: z.number(), n_per_arm: z.number() }),
  ),
  ex7_srm: z.array(z.object({ observed: pair, expected_ratio: pair, chi2: z.number(), p_value: z.number() })),
  incremental: z.object({
    example: z.object({
      n_t: z.number(),
      x_t: z.number(),
      n_c: z.number(),
      x_c: z.number(),
      incremental_conversions: z.number(),
      newcombe_scaled: pair,
    }),
  }),
});

const TOLERANCE = 1e-4;

function expectNear(value: number | undefined, reference: number, within: number = TOLERANCE): void {
  expect(Math.abs((value ?? Number.NaN) - reference)).toBeLessThan(within);
}

function expectPair(
  value: readonly [number, number] | null | undefined,
  [low, high]: readonly [number, number],
  within: number = TOLERANCE,
): void {
  expectNear(value?.[0], low, within);
  expectNear(value?.[1], high, within);
}

const arm = ([converted, people]: readonly [number, number]) => ({ converted, people });
const share = ([converted, people]: readonly [number, number]) => momentsOfShare(converted, people);
const ofSums = ({ n, sum, sum_squares }: z.infer<typeof sums>) => momentsOfSums(n, sum, sum_squares);

describe.skipIf(!existsSync(gold))('reference results of lift', () => {
  const reference = existsSync(gold) ? schema.parse(JSON.parse(readFileSync(gold, 'utf8'))) : null;
  const of = <Part extends keyof z.infer<typeof schema>>(part: Part): z.infer<typeof schema>[Part] => {
    if (reference === null) throw new Error('the reference results are not there');
    return reference[part];
  };

  it('1: two shares by Newcombe, pooled z, Katz and the delta method', () => {
    expect.hasAssertions();
    for (const row of of('ex1_two_proportions').computed) {
      const arms = { treated: arm(row.treatment), control: arm(row.control) };
      expectNear(newcombe(arms)?.difference, row.diff, 1e-9);
      expectPair(newcombe(arms)?.interval, row.newcombe_method10, 1e-9);
      expectNear(pooledZ(arms)?.z, row.pooled_z, 1e-9);
      expectNear(pooledZ(arms)?.p, row.pooled_z_p_two_sided, 1e-9);
      expectNear(katz(arms)?.lift, row.relative_lift, 1e-9);
      expectPair(katz(arms)?.interval, [row.katz_log_ci[0] - 1, row.katz_log_ci[1] - 1], 1e-8);
      const means = { treated: share(row.treatment), control: share(row.control) };
      expectPair(relativeLift(means)?.interval, row.relative_lift_delta_ci, 1e-8);
    }
  });

  it('2: two means by Welch, absolute and relative', () => {
    expect.hasAssertions();
    const { input, published_absolute, published_relative, proportion_case } = of('ex2_means_ttest');
    const means = { treated: ofSums(input.treatment), control: ofSums(input.control) };
    const absolute = welch(means);
    expectNear(absolute?.difference, published_absolute.expected);
    expectNear(absolute?.standardError, published_absolute.stddev);
    expectPair(absolute?.interval, published_absolute.ci);
    expectNear(absolute?.p, published_absolute.p);
    expectNear(relativeEstimate(means)?.lift, published_relative.expected);
    expectNear(relativeEstimate(means)?.standardError, published_relative.stddev);
    expectPair(relativeLift(means, absolute?.reach)?.interval, published_relative.ci);
    const shares = { treated: share(proportion_case.treatment), control: share(proportion_case.control) };
    const reach = welch(shares)?.reach;
    expectPair(relativeLift(shares, reach)?.interval, proportion_case.published_relative.ci);
  });

  it('3: the chance to beat and the losses, normal and exact', () => {
    expect.hasAssertions();
    const { gaussian_effect: effect, gaussian_means: means, beta_binomial_exact } = of('ex3_bayesian');
    const ofEffect = relativeEstimate({ treated: share(effect.treatment), control: share(effect.control) });
    const flat = normalBelief(ofEffect?.lift ?? 0, ofEffect?.standardError ?? 0);
    expectNear(flat.mean, effect.published.expected);
    expectPair(flat.interval, effect.published.ci);
    expectNear(flat.chance, effect.published.chance_to_win);
    expectPair(
      [flat.lossIfControl, flat.lossIfTreated],
      [effect.published.risk_control, effect.published.risk_treatment],
    );
    const ofMeans = relativeEstimate({ treated: ofSums(means.treatment), control: ofSums(means.control) });
    for (const [prior, result] of [
      [null, means.published_flat],
      [{ mean: 0.1, variance: 0.1 }, means.published_prior_mean0_1_var0_1],
    ] as const) {
      const posterior = normalBelief(ofMeans?.lift ?? 0, ofMeans?.standardError ?? 0, prior);
      expectNear(posterior.mean, result.expected);
      expectNear(posterior.standardDeviation, result.stddev);
      expectPair(posterior.interval, result.ci);
      expectNear(posterior.chance, result.chance_to_win);
      expectPair([posterior.lossIfControl, posterior.lossIfTreated], result.risk);
    }
    for (const row of beta_binomial_exact) {
      const result = chanceToBeat({ treated: arm(row.treatment), control: arm(row.control) });
      expectNear(result.chance, row.prob_treatment_beats_control, 1e-9);
      expectNear(result.lossIfTreated, row.expected_loss_if_ship_treatment, 1e-11);
      expectNear(result.lossIfControl, row.expected_loss_if_keep_control, 1e-11);
      expectPair(credibleInterval(arm(row.treatment)), row.posterior_95_treatment, 1e-9);
    }
  });

  it('4: CUPED with one theta for both arms', () => {
    expect.hasAssertions();
    const { data, theta, ...expected } = of('ex4_cuped');
    const column = (name: string) => data[name] ?? [];
    const arms = {
      treated: { pre: column('treatment_pre'), post: column('treatment_post') },
      control: { pre: column('control_pre'), post: column('control_post') },
    };
    const raw = welch({ treated: momentsOf(arms.treated.post), control: momentsOf(arms.control.post) });
    expectNear(raw?.difference, expected.unadjusted_absolute.expected);
    expectPair(raw?.interval, expected.unadjusted_absolute.ci);
    const result = cuped(arms);
    expectNear(result?.theta, theta, 1e-9);
    expectNear(result?.difference.difference, expected.cuped_absolute.expected, 1e-9);
    expectPair(result?.difference.interval, expected.cuped_absolute.ci);
    expectNear(result?.difference.p, expected.cuped_absolute.pValue);
    expectNear(result?.relative?.lift, expected.cuped_relative.expected);
    expectPair(result?.relative?.interval, expected.cuped_relative.ci);
    expectNear(result?.varianceRatio, expected.variance_ratio_cuped_over_raw);
  });

  it('5: intervals and p that hold at every look', () => {
    expect.hasAssertions();
    const { growthbook, msprt } = of('ex5_sequential');
    const { case1, case2 } = growthbook;
    for (const { means, tuning, published: expected } of [
      { ...case1, means: { treated: ofSums(case1.treatment), control: ofSums(case1.control) } },
      { ...case2, means: { treated: share(case2.treatment), control: share(case2.control) } },
    ]) {
      const { lift, standardError } = relativeEstimate(means) ?? { lift: 0, standardError: 0 };
      const people = means.treated.people + means.control.people;
      expectNear(lift, expected.expected);
      const sequence = confidenceSequence({ estimate: lift, standardError, people }, { tuning });
      expectPair(sequence.interval, expected.ci);
      expectNear(sequence.p, expected.p);
    }
    const looks = msprt.looks.map((row) => {
      const arms = {
        treated: { converted: row.treatment, people: row.n_per_arm },
        control: { converted: row.control, people: row.n_per_arm },
      };
      const look = msprtLook(arms, { tauSquared: msprt.tau2 });
      expectNear(Math.exp(look?.logLikelihoodRatio ?? 0) / row.likelihood_ratio, 1, 1e-9);
      expectPair(look?.interval, row.always_valid_95ci, 1e-9);
      return look;
    });
    const ps = alwaysValidPs(looks.filter((look) => look !== null));
    for (const [at, row] of msprt.looks.entries()) expectNear(ps[at], row.always_valid_p, 1e-9);
  });

  it('6: people an arm', () => {
    expect.hasAssertions();
    for (const { p1, p2, alpha, power, n_per_arm } of of('ex6_sample_size'))
      expectNear(peoplePerArm(p1, p2, { alpha, power }) ?? undefined, n_per_arm, 1e-6 * n_per_arm);
  });

  it('7: the sample ratio, and the conversions that would not have come', () => {
    expect.hasAssertions();
    for (const { observed, expected_ratio, chi2, p_value } of of('ex7_srm')) {
      const ratio = sampleRatio(observed, expected_ratio);
      expectNear(ratio?.chiSquare, chi2, 1e-9);
      expectNear((ratio?.p ?? 0) / p_value, 1, 1e-9);
    }
    const { n_t, x_t, n_c, x_c, ...expected } = of('incremental').example;
    const found = newcombe({ treated: arm([x_t, n_t]), control: arm([x_c, n_c]) });
    const more = incremental(found?.difference ?? 0, found?.interval ?? [0, 0], n_t);
    expectNear(more.amount, expected.incremental_conversions, 1e-9);
    expectPair(more.interval, expected.newcombe_scaled, 1e-6);
  });
});
