/**
 * What earlier attempts at a provider came to, kept in the decision's evidence while it waits for the next: calls in doubt (of
 * webhooks alone, which may be made again) and definite refusals. An expiry after them says what the last one was.
 */
import type { JsonObject } from '../json.ts';
import type { Decision } from './decision.ts';

/** What became of earlier attempts of one decision. */
export interface Tried {
  readonly times: number;
  /** Why the last one is in doubt, or was refused. */
  readonly last: string;
}

type Kind = 'tried' | 'refused';

function before({ evidence }: Pick<Decision, 'evidence'>, kind: Kind): Tried | null {
  const known = evidence?.[kind];
  if (typeof known !== 'object' || known === null || !('times' in known && 'last' in known)) return null;
  const { times, last } = known;
  return typeof times === 'number' && typeof last === 'string' ? { times, last } : null;
}

/** The doubtful calls so far; null where there was none. */
export function triedBefore(decision: Pick<Decision, 'evidence'>): Tried | null {
  return before(decision, 'tried');
}

/** The definite refusals so far; null where there was none. */
export function refusedBefore(decision: Pick<Decision, 'evidence'>): Tried | null {
  return before(decision, 'refused');
}

/** Evidence with one doubtful call more. */
export function withTried(
  decision: Pick<Decision, 'evidence'>,
  evidence: JsonObject | null,
  last: string,
): JsonObject {
  return { ...evidence, tried: { times: (triedBefore(decision)?.times ?? 0) + 1, last } };
}

/** Evidence with one refusal more. */
export function withRefused(
  decision: Pick<Decision, 'evidence'>,
  evidence: JsonObject | null,
  last: string,
): JsonObject {
  return { ...evidence, refused: { times: (refusedBefore(decision)?.times ?? 0) + 1, last } };
}

/** New evidence with the attempts of before in it; as it was where there were none. */
export function withAttempts(
  decision: Pick<Decision, 'evidence'>,
  evidence: JsonObject | null,
): JsonObject | null {
  const [tried, refused] = [triedBefore(decision), refusedBefore(decision)];
  if (tried === null && refused === null) return evidence;
  return {
    ...evidence,
    ...(tried === null ? {} : { tried: { ...tried } }),
    ...(refused === null ? {} : { refused: { ...refused } }),
  };
}
