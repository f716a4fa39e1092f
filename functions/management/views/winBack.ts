/** Cases and sums of win-back as the API shows them: instants as ISO text, money in minor units, unrounded where it is expected. */
import { isoInstant } from '../../../core/time.ts';
import type { Beliefs } from '../../../core/winback/beliefs.ts';
import type { Judged } from '../../../core/winback/lostCustomers.ts';
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

export function beliefsView({ calibration, untold, contact }: Beliefs) {
  return { calibration, untold, contact };
}
