/** Two means compared over everybody assigned: Welch, the delta method, a normal belief, an asymptotic confidence sequence. */
import { confidenceSequence } from './confidenceSequence.ts';
import type { Arms } from './interval.ts';
import type { ArmSummary, Findings } from './liftReport.ts';
import type { Moments } from './moments.ts';
import { normalBelief } from './normalBelief.ts';
import { relativeEstimate, relativeLift } from './relativeLift.ts';
import { verdictOf } from './verdict.ts';
import { welch } from './welch.ts';

function summary({ people, mean }: Moments): ArmSummary {
  return { people, converted: null, mean: people === 0 ? null : mean };
}

/** Without an estimate of the error there is a difference at most, and no saying how sure. */
function unsure(arms: Arms<Moments>): Findings {
  const { treated, control } = arms;
  const empty = treated.people === 0 || control.people === 0;
  const relative = relativeEstimate(arms);
  return {
    arms: { treated: summary(treated), control: summary(control) },
    difference: empty ? null : treated.mean - control.mean,
    interval: null,
    relative: relative === null ? null : { lift: relative.lift, interval: null },
    p: null,
    chanceToBeat: null,
    expectedLoss: null,
    alwaysValid: null,
    verdict: { kind: 'too-early', morePeople: null },
  };
}

export function compareMeans(arms: Arms<Moments>): Findings {
  const found = welch(arms);
  if (found === null) return unsure(arms);
  const { difference, standardError } = found;
  const people = arms.treated.people + arms.control.people;
  const sequenceAfter = (times: number) =>
    confidenceSequence({
      estimate: difference,
      standardError: standardError / Math.sqrt(times),
      people: people * times,
    });
  const belief = normalBelief(difference, standardError);
  return {
    ...unsure(arms),
    interval: found.interval,
    relative: relativeLift(arms, found.reach),
    p: found.p,
    chanceToBeat: belief.chance,
    expectedLoss: { ifTreated: belief.lossIfTreated, ifControl: belief.lossIfControl },
    alwaysValid: sequenceAfter(1),
    verdict: verdictOf(difference, people, (times) => sequenceAfter(times).p),
  };
}
