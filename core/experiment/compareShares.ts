/** Two shares compared by every method that is defined for them: Newcombe, Katz, pooled z, exact Beta-binomial, mSPRT. */
import { chanceToBeat } from './betaBinomial.ts';
import type { Arms, Conversions } from './interval.ts';
import { rateOf } from './interval.ts';
import { katz } from './katz.ts';
import type { ArmSummary, Findings } from './liftReport.ts';
import { msprtLook } from './msprt.ts';
import { newcombe } from './newcombe.ts';
import { pooledZ } from './pooledZ.ts';
import { verdictOf } from './verdict.ts';

function summary(arm: Conversions): ArmSummary {
  return { people: arm.people, converted: arm.converted, mean: rateOf(arm) };
}

function times({ converted, people }: Conversions, factor: number): Conversions {
  return { converted: converted * factor, people: people * factor };
}

/** Domain: whole counts, `converted` ≤ `people`; an empty arm gives nulls. */
export function compareShares(arms: Arms<Conversions>): Findings {
  const { treated, control } = arms;
  const found = newcombe(arms);
  const exact = found === null ? null : chanceToBeat(arms);
  const look = msprtLook(arms);
  const pAfter = (factor: number) =>
    msprtLook({ treated: times(treated, factor), control: times(control, factor) })?.p ?? 1;
  return {
    arms: { treated: summary(treated), control: summary(control) },
    difference: found?.difference ?? null,
    interval: found?.interval ?? null,
    relative: katz(arms),
    p: pooledZ(arms)?.p ?? null,
    chanceToBeat: exact?.chance ?? null,
    expectedLoss: exact === null ? null : { ifTreated: exact.lossIfTreated, ifControl: exact.lossIfControl },
    alwaysValid: look,
    verdict: verdictOf(look?.difference ?? 0, treated.people + control.people, pAfter),
  };
}
