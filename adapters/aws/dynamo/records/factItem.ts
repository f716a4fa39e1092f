/**
 * A fact as an item of `facts`, in its customer's partition by time and then by order of writing. New ones reach the consumers
 * of the stream by their kind `fact`; the table forgets them, the archive does not.
 */
import type { Fact } from '../../../../core/fact.ts';
import type { Instant } from '../../../../core/time.ts';
import { EVENT_FACT_MS, FACT_MS } from '../keys.ts';
import type { ItemRead } from '../tables.ts';
import type { ItemWrite } from '../transaction.ts';

/** What the stream is filtered by. */
export const FACT = 'fact';

export function readFact({ body }: Pick<ItemRead, 'body'>): Fact {
  const fact: Fact = JSON.parse(body);
  return fact;
}

/** `expiresAt` where the fact is to be kept as long as something else. */
export function factWrite(fact: Fact, expiresAt?: Instant): ItemWrite {
  const kept = fact.kind === 'event' ? EVENT_FACT_MS : FACT_MS;
  return { body: fact, kind: FACT, expiresAt: expiresAt ?? fact.at + kept };
}
