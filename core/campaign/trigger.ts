/**
 * A campaign that runs by call: whom a call names comes in at once, each by a commit of their own. A passage is kept apart by the
 * key of the call; without one a person has a single passage at a time, and comes in again as the campaign's rule says. The same
 * key again is the same passage, so a call that is repeated writes to nobody twice.
 */
import { customerId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { PublishedJourney } from '../journey/definition.ts';
import type { JourneyBook } from '../journey/book.ts';
import { admitPerson } from '../journey/react.ts';
import type { PeopleStore, WorkStore } from '../ports.ts';
import { type Instant, isoInstant } from '../time.ts';
import { type Campaign, isOver } from './campaign.ts';
import { journeyIdOf } from './definition.ts';

export interface TriggerDeps {
  readonly store: Pick<PeopleStore & WorkStore, 'loadPerson' | 'commitStep'>;
  readonly book: JourneyBook;
}

export interface Call {
  /** '' where passages are not kept apart. */
  readonly key: string;
  /** What templates and conditions may read as properties of the event. */
  readonly properties: JsonObject;
}

export type Called =
  | 'entered'
  | 'repeated'
  | 'unknown-customer'
  | 'already-inside'
  | 're-entry-rule'
  | 'already-over'
  | 'busy';

const MOST_TRIES = 10;

export type Callable =
  | { readonly kind: 'callable'; readonly journey: PublishedJourney }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string; readonly remedy: string };

/** Whether calls let anybody into a campaign now. */
export function callable(campaign: Campaign, book: JourneyBook): Callable {
  const { id, definition, state } = campaign;
  if (definition.schedule.on !== 'call')
    return {
      kind: 'refused',
      code: 'campaign-not-called',
      detail: `campaign "${id}" runs by its schedule (${definition.schedule.on}), not by call`,
      remedy: 'write schedule: { on: call } to have it triggered',
    };
  const journey = book.latest.find((one) => one.id === journeyIdOf(id));
  if (state === 'running' && journey !== undefined) return { kind: 'callable', journey };
  const remedy = isOver(campaign)
    ? 'clone it under another id'
    : state === 'paused'
      ? 'resume it'
      : 'launch it';
  return {
    kind: 'refused',
    code: 'campaign-state',
    detail: `campaign "${id}" is ${state} and lets nobody in`,
    remedy,
  };
}

/** Lets one customer in. */
export async function callFor(
  { store, book }: TriggerDeps,
  campaign: Campaign,
  journey: PublishedJourney,
  customer: string,
  { key, properties }: Call,
  now: Instant,
): Promise<Called> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const record = await store.loadPerson(customerId(customer));
    if (record === null) return 'unknown-customer';
    const { person, enrolments } = record;
    const past = enrolments.find((one) => one.journeyId === journey.id && one.key === key);
    if (key !== '' && past !== undefined) return 'repeated';
    const trigger = { campaign: campaign.id, run: `${campaign.id}.call`, due: isoInstant(now), properties };
    const on = { person, enrolments, now, journeys: book.latest, definitionOf: book.definitionOf };
    const change = admitPerson(on, { journey, key, trigger });
    if (change.enrolments.length === 0) {
      const reason = change.facts[0]?.body['reason'];
      return reason === 'already-inside' || reason === 're-entry-rule' ? reason : 'already-over';
    }
    if ((await store.commitStep({ ...change, decisions: [] })) === 'committed') return 'entered';
  }
  return 'busy';
}
