/**
 * What a provider tells of a message, applied: the decision learns it (and its outcome, where that was still open), the
 * contact is suppressed where the address is bad or its owner complained, and what the reader did reaches journeys.
 * Everything is folded, so order and repetition change nothing; a lost race for the contact reads again.
 */
import { canonicalJson } from '../canonicalJson.ts';
import type { TrackedEvent } from '../customer/event.ts';
import type { AddressKeyOf, PeopleStore } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import { type Instant, SECOND_MS } from '../time.ts';
import { type Contact, newContact } from './contact.ts';
import { CLAIM_TIMEOUT_MS, type Decision } from './decision.ts';
import { type Feedback, feedbackOf, foldFeedback, type ProviderEvent } from './feedback.ts';
import { contactAfter, factsOf, isByReader, outcomeOf, touchesContact } from './feedbackEffects.ts';
import { machineBehind } from './machineOpens.ts';
import { CLICK_EVENTS, readerEvent } from './readerEvent.ts';
import type { SendStore } from './sendChange.ts';

export interface FeedbackDeps {
  readonly store: Pick<SendStore, 'loadDecision' | 'decisionSentAs' | 'recordFeedback'> &
    Pick<PeopleStore, 'loadProfile' | 'loadContacts' | 'recentEvents'>;
  readonly addressKeyOf: AddressKeyOf;
  readonly settings: Pick<Settings, 'tracking'>;
  /** Applies what a reader did as an event of theirs; left out where no journey listens. */
  readonly happened?: (event: TrackedEvent, now: Instant) => Promise<unknown>;
}

/** `duplicate`: told before, or nothing new. `unknown-message`: of no message known here, or not known yet. */
export type FeedbackResult = 'applied' | 'duplicate' | 'unknown-message';

export class FeedbackConflict extends Error {
  readonly code = 'feedback-conflict';
  constructor(event: string) {
    super(`the contact changed ${MOST_TRIES} times while event ${event} was being applied; deliver it again`);
    this.name = 'FeedbackConflict';
  }
}

const MOST_TRIES = 8;
/** Clicks are looked at together with those this long before. */
const CLICKS_TOGETHER_MS = 10 * SECOND_MS;
const MOST_CLICKS = 20;

async function decisionOf({ store }: FeedbackDeps, event: ProviderEvent): Promise<Decision | null> {
  const named = event.decisionId === null ? null : await store.loadDecision(event.decisionId);
  if (named !== null || event.providerMessageId === null) return named;
  return store.decisionSentAs(event.providerMessageId);
}

/** The contact of the address it went to; null where nobody knows it any more. */
async function contactOf(
  { store, addressKeyOf }: FeedbackDeps,
  { channel, recipient }: ProviderEvent,
  decision: Decision | null,
): Promise<Contact | null> {
  const person =
    recipient !== undefined || decision === null ? null : await store.loadProfile(decision.customerId);
  const address = recipient ?? (channel === 'email' ? person?.email : person?.phone) ?? null;
  if (address === null) return null;
  const key = addressKeyOf(channel, address);
  return (await store.loadContacts([key])).get(key) ?? newContact(key);
}

function isClick({ kind }: ProviderEvent): boolean {
  return kind === 'clicked';
}

/** Clicks by people on links of the same message, a moment before. */
async function clicksBefore({ store }: FeedbackDeps, event: ProviderEvent, decision: Decision) {
  if (!isClick(event)) return [];
  const query = { names: CLICK_EVENTS, since: event.at - CLICKS_TOGETHER_MS, limit: MOST_CLICKS };
  const clicks = await store.recentEvents(decision.customerId, query);
  return clicks
    .filter(({ properties }) => properties['message'] === decision.id)
    .map(({ at, properties: { link_url: link } }) => ({ at, link: typeof link === 'string' ? link : null }));
}

/** The event with the machine behind it, where one gives itself away. */
async function judged(deps: FeedbackDeps, event: ProviderEvent, decision: Decision): Promise<ProviderEvent> {
  const { kind, at, link = null, userAgent = null } = event;
  if ((kind !== 'opened' && kind !== 'clicked') || event.machine !== undefined) return event;
  const clicks = await clicksBefore(deps, event, decision);
  const machine = machineBehind({ kind, at, link, userAgent }, { handedOverAt: decision.claimedAt, clicks });
  return machine === null ? event : { ...event, machine };
}

async function mayTrack(deps: FeedbackDeps, event: ProviderEvent, decision: Decision): Promise<boolean> {
  if (!isByReader(event)) return true;
  const { opens, clicks } = deps.settings.tracking;
  if (!(isClick(event) ? clicks : opens)) return false;
  return (await contactOf(deps, event, decision))?.tracking ?? true;
}

const OPEN: ReadonlySet<Decision['outcome']> = new Set(['pending', 'claimed', 'unknown']);

/** True where a reader's act is known already: the hundredth open of a mail writes nothing. */
function isOldNews(event: ProviderEvent, { outcome, feedback }: Decision, told: Feedback): boolean {
  if (!isByReader(event) || OPEN.has(outcome) || feedback === null) return false;
  return canonicalJson(foldFeedback(feedback, told)) === canonicalJson(feedback);
}

async function commit(
  deps: FeedbackDeps,
  event: ProviderEvent,
  decision: Decision | null,
  feedback: Feedback,
  now: Instant,
): Promise<FeedbackResult> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const contact = touchesContact(event) ? await contactOf(deps, event, decision) : null;
    const after = contact === null ? null : contactAfter(contact, event, decision);
    const changed = after === null || after === contact ? null : after;
    const result = await deps.store.recordFeedback({
      eventId: event.id,
      decisionId: decision?.id ?? null,
      feedback,
      ifOpen: decision === null ? null : outcomeOf(event, decision, now),
      at: now,
      contacts:
        changed === null
          ? []
          : [{ contact: { ...changed, version: changed.version + 1 }, expectedVersion: changed.version }],
      facts: decision === null ? [] : factsOf(event, decision),
    });
    if (result === 'committed') return 'applied';
    if (result === 'duplicate') return 'duplicate';
  }
  throw new FeedbackConflict(event.id);
}

/** Of no message of ours, and old enough that it will not become one: the address is bad all the same. */
async function withoutDecision(
  deps: FeedbackDeps,
  event: ProviderEvent,
  now: Instant,
): Promise<FeedbackResult> {
  const isBad = event.kind === 'complained' || (event.kind === 'bounced' && event.bounce === 'hard');
  const mayComeYet = now - event.at < CLAIM_TIMEOUT_MS;
  if (!isBad || event.recipient === undefined || mayComeYet) return 'unknown-message';
  return commit(deps, event, null, {}, now);
}

/** Applies one event. Throws `FeedbackConflict` after eight lost races; whoever delivers it again loses nothing. */
export async function applyFeedback(
  deps: FeedbackDeps,
  told: ProviderEvent,
  now: Instant,
): Promise<FeedbackResult> {
  const decision = await decisionOf(deps, told);
  if (decision === null) return withoutDecision(deps, told, now);
  if (!(await mayTrack(deps, told, decision))) return commit(deps, told, decision, {}, now);
  const event = await judged(deps, told, decision);
  const feedback = feedbackOf(event);
  const result = isOldNews(event, decision, feedback)
    ? 'duplicate'
    : await commit(deps, event, decision, feedback, now);
  const own = readerEvent(decision, event);
  if (own !== null && deps.happened !== undefined) await deps.happened(own, now);
  return result;
}
