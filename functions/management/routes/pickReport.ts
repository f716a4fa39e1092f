/** `GET /v1/recommendations/report`: what came of what was recommended in messages, and what choosing brought over chance. */
import { isoInstant } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { pickReport, TooManyShown } from '../../shared/pickLearning.ts';
import { Problem } from '../../shared/problem.ts';
import type { Route } from './route.ts';

/** What a deployed system looks through within the half minute an answer may take. */
const MOST_DEPLOYED = 20_000;

async function within<Answer>(work: Promise<Answer>): Promise<Answer> {
  try {
    return await work;
  } catch (failure) {
    if (!(failure instanceof TooManyShown)) throw failure;
    throw new Problem({
      status: 413,
      code: failure.code,
      title: 'Too many customers',
      detail: failure.message,
      remedy: 'ask on a copy of the data on one machine',
    });
  }
}

export function showPickReport(container: Container): Route {
  return async () => {
    await container.inForce();
    const now = container.now();
    const most = container.jobs === undefined ? Number.POSITIVE_INFINITY : MOST_DEPLOYED;
    const { exploreShare, purchaseDays } = container.settings.recommendations;
    return {
      at: isoInstant(now),
      exploreShare,
      purchaseDays,
      ...(await within(pickReport(container, now, most))),
    };
  };
}
