/** Cases and sums of win-back as the API shows them: instants as ISO text, money in minor units, unrounded where it is expected. */
import { isoInstant } from '../../../core/time.ts';
import type { Beliefs, Effects } from '../../../core/winback/beliefs.ts';
import type { Judged } from '../../../core/winback/lostCustomers.ts';
import type { Rung } from '../../../core/winback/rungs.ts';
import type { WinBackCase } from '../../../core/winback/winBackCase.ts';
import { isoOrNull } from './customer.ts';

export function sumView({
  verdict,
  by,
  loss,
  arm,
  rung,
  propensity,
  sumVerdict,
  sum,
}: Omit<Judged, 'eligible'>) {
  return { verdict, by, loss, arm, rung, propensity, sumVerdict, sum };
}

export function caseView(one: WinBackCase) {
  const { id, openedAt, endsAt, status, verdict, loss, arm, rung, waitsFor, outcome } = one;
  return {
    case: id,
    openedAt: isoInstant(openedAt),
    endsAt: isoInstant(endsAt),
    status,
    verdict,
    loss: loss.kind,
    arm,
    rung,
    waitsFor,
    outcome: outcome === null ? null : { ...outcome, returnedAt: isoOrNull(outcome.returnedAt) },
    closedAt: isoOrNull(one.closedAt),
    closedBecause: one.closedBecause,
    blockedUntil: isoOrNull(one.blockedUntil),
  };
}

/** Rungs against each below them. */
export function stepsView({ step }: Pick<Effects, 'step'>, ladder: readonly Rung[]) {
  const rungs = ladder.map(({ id }) => id);
  return rungs.flatMap((rung, place) =>
    rungs.slice(0, place).map((against) => ({ rung, against, ...step(rung, against) })),
  );
}

/** What is believed of the half that a customer is in; null where no halves are told apart. */
export function halfView({ effectsOn }: Beliefs, ladder: readonly Rung[], gainOfReturnMinor: number) {
  const { band, contact, step } = effectsOn(gainOfReturnMinor);
  return band === null ? null : { ...band, contact, steps: stepsView({ step }, ladder) };
}

export function beliefsView({ calibration, untold, contact }: Beliefs) {
  return { calibration, untold, contact };
}
