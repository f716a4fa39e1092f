/** What a tracking request is answered: `{ "success": true }` once all that can be is committed, else problem+json. */
import type { Finding } from './finding.ts';

export interface TrackAnswer {
  readonly status: number;
  /** JSON text. */
  readonly body: string;
  /** Seconds after which to send the same again. */
  readonly retryAfterSeconds?: number;
}

/** A finding and the message it is about. */
export interface Told extends Finding {
  readonly index: number;
  readonly messageId: string | null;
}

export const ACCEPTED: TrackAnswer = { status: 200, body: '{"success":true}' };

function view({ index, messageId, code, field, message, remedy }: Told) {
  return { index, messageId, code, field, message, remedy };
}

/** The answer to a request of which the good part is committed. */
export function accepted(rejected: readonly Told[], warnings: readonly Told[]): TrackAnswer {
  if (rejected.length === 0 && warnings.length === 0) return ACCEPTED;
  const body = {
    success: true,
    ...(rejected.length === 0 ? {} : { rejected: rejected.map(view) }),
    ...(warnings.length === 0 ? {} : { warnings: warnings.map(view) }),
  };
  return { status: 200, body: JSON.stringify(body) };
}

/** The refusal of a whole request. */
export function refusedWhole(status: number, told: Told): TrackAnswer {
  const { code, field, message: detail, remedy, index, messageId } = told;
  const title = 'The request cannot be taken';
  const type = `urn:perennial:problem:${code}`;
  const body = { type, status, code, title, detail, field, remedy, index, messageId, success: false };
  return { status, body: JSON.stringify(body) };
}

export const UNKNOWN_KEY: TrackAnswer = {
  status: 401,
  body: JSON.stringify({
    type: 'urn:perennial:problem:unknown-write-key',
    status: 401,
    code: 'unknown-write-key',
    title: 'Refused',
    detail: 'the write key is none of this workspace',
    remedy:
      'send it as the user of basic authorization, or as writeKey; list the keys with: perennial keys list',
    success: false,
  }),
};

/** Not now: nothing is lost when the client sends the same again. */
export function later(code: string, detail: string, seconds: number): TrackAnswer {
  const type = `urn:perennial:problem:${code}`;
  const remedy = 'send the same again';
  const body = { type, status: 503, code, title: 'Not now', detail, remedy, success: false };
  return { status: 503, body: JSON.stringify(body), retryAfterSeconds: seconds };
}
