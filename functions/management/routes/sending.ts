/**
 * `GET /v1/sending`, `POST /v1/sending/stop`, `POST /v1/sending/resume`: whether sending is stopped, and the switch for it. What
 * is stopped is held, never lost, and goes on where it was.
 */
import * as z from 'zod';
import { loadSending, SENDING_STOPPED } from '../../../core/message/sending.ts';
import type { SendingState } from '../../../core/message/sendingState.ts';
import { isoInstant } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { bodyAs, type Route } from './route.ts';

export const stopBody = z.strictObject({
  why: z.string().trim().min(1).max(500),
  /** Default: whoever asks. */
  by: z.string().trim().min(1).max(200).optional(),
  classes: z.enum(['promotional', 'all']).default('promotional'),
});

function view({ stopped, guard }: SendingState) {
  return {
    sending: stopped === null && guard === null,
    stopped: stopped === null ? null : { ...stopped, at: isoInstant(stopped.at) },
    guard: guard === null ? null : { ...guard, at: isoInstant(guard.at) },
  };
}

export function showSending({ store }: Container): Route {
  return async () => view(await loadSending(store));
}

export function stopSending(container: Container): Route {
  return async (request, principal) => {
    const { by = principal.name, ...wanted } = bodyAs(request, stopBody);
    const stopped = { ...wanted, by, at: container.now() };
    await container.store.putValue(SENDING_STOPPED, JSON.stringify(stopped));
    return view(await loadSending(container.store));
  };
}

/** Lifts the switch alone: what the reputation guard holds back is its own to release. */
export function resumeSending({ store }: Container): Route {
  return async () => {
    await store.putValue(SENDING_STOPPED, 'null');
    return view(await loadSending(store));
  };
}
