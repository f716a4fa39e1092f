/** `GET /v1/sending/guard`, `POST /v1/sending/guard/resume`: what the reputation guard sees, and the way past it. */
import * as z from 'zod';
import { ratesOf, readGuard, resumeSending } from '../../../core/message/reputationGuard.ts';
import { isoInstant } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { Problem } from '../../shared/problem.ts';
import { bodyAs, type Route } from './route.ts';

export const guardResumeBody = z.strictObject({
  why: z.string().trim().min(1).max(500),
  /** Default: whoever asks. */
  by: z.string().trim().min(1).max(200).optional(),
});

async function view({ store, settings: { guard: settings }, now }: Container) {
  const { paused, resumed, senders } = await readGuard({ store, settings }, now());
  return {
    paused: paused === null ? null : { ...paused, at: isoInstant(paused.at) },
    resumed: resumed === null ? null : { at: isoInstant(resumed.at), by: resumed.by, why: resumed.why },
    minSends: settings.minSends,
    withinDays: settings.withinDays,
    senders: senders.map((counts) => ({
      ...counts,
      isRead: counts.sends >= settings.minSends,
      rates: ratesOf(counts, settings).map((rate) => ({ ...rate, rate: rate.count / rate.of })),
    })),
  };
}

export function showGuard(container: Container): Route {
  return () => view(container);
}

export function resumeGuarded(container: Container): Route {
  return async (request, principal) => {
    const { store, settings, now } = container;
    const { why, by = principal.name } = bodyAs(request, guardResumeBody);
    const was = await resumeSending({ store, settings: settings.guard }, { why, by }, now());
    if (was === null) {
      throw new Problem({
        status: 409,
        code: 'not-paused',
        title: 'Nothing to resume',
        detail: 'the reputation guard has not paused sending',
        remedy: 'see whether somebody stopped it: GET /v1/sending',
      });
    }
    return view(container);
  };
}
