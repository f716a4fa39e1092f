/**
 * What follows from something that happened to one person: journeys it ends (goal or exit), waits it ends, journeys it lets
 * them into. Pure; the caller commits the result in the transaction of the event itself, so that consequences are due the
 * moment the event is known. Passages that were already running are judged before new ones begin: an event never ends the
 * passage it opens, unless what ends it happened, and arrived, before.
 */
import { parseDuration } from '../duration.ts';
import type { Fact } from '../fact.ts';
import type { JsonObject } from '../json.ts';
import type { Cancellation, Consequences, EnrolmentWrite } from '../ports.ts';
import { type Instant, isoInstant } from '../time.ts';
import { dateWithin, restOfDay } from './admission/occurrence.ts';
import { candidatesByDate, candidatesFor } from './candidates.ts';
import { holds, textAt } from './condition.ts';
import type { EntryTrigger, JourneyDefinition, PublishedJourney } from './definition.ts';
import { type Ending, type EndingContext, endingAfter } from './endings.ts';
import type { Enrolment } from './enrolment.ts';
import { endingBehind, heardAt, isListening, isWaitedFor, letsIn, type Listening } from './lookBack.ts';
import { type Occasion, type Trigger, triggerRecord } from './occasion.ts';
import { beginFact, beginPassage, cancelOpen, ended, endFact } from './passage.ts';

/** Whether the re-entry rule lets a person in again after `past`. */
export function mayReenter(definition: JourneyDefinition, past: Enrolment, now: Instant): boolean {
  const rule = definition.reentry;
  if (rule === 'always') return true;
  if (rule === 'never') return false;
  if ('times' in rule) return past.entry < rule.times;
  return now - past.enteredAt >= (parseDuration(rule.after) ?? Number.POSITIVE_INFINITY);
}

/** The event that tells something of a person. */
const IDENTIFIED = 'Identified';

type EventTrigger = Extract<Trigger, { kind: 'event' }>;

type Refusal = 'already-inside' | 're-entry-rule' | 'already-over' | 'key-too-long';

/** Characters of an event key: it is part of ids. */
export const LONGEST_KEY = 500;

/** Collects writes so that a passage that ends and one that begins under the same key are one write. */
class Collector {
  private readonly writes: EnrolmentWrite[] = [];
  private readonly cancellations: Cancellation[] = [];
  private readonly facts: Fact[] = [];
  private readonly on: Occasion;

  constructor(on: Occasion) {
    this.on = on;
  }

  known(journeyId: string, key: string): Enrolment | undefined {
    return this.writes[this.placeOf(journeyId, key)]?.enrolment ?? this.before(journeyId, key);
  }

  end(enrolment: Enrolment, { reason, detail }: Ending): void {
    this.cancellations.push(...cancelOpen(enrolment, this.on.now));
    this.put(ended(enrolment, this.on.now, reason, detail));
    this.facts.push(endFact(enrolment, this.on.now, reason, detail));
  }

  /** The passage came to its end; what is left of it is not sent. */
  takeBack(enrolment: Enrolment): void {
    this.cancellations.push(...cancelOpen(enrolment, this.on.now));
  }

  /** The wait is over: the passage goes on where the node says, at once. */
  goOn(enrolment: Enrolment, node: Listening, event: EventTrigger): void {
    const { now } = this.on;
    const { kept, next } = heardAt(node, enrolment, event);
    this.put({
      ...enrolment,
      ...kept,
      version: enrolment.version + 1,
      nodeId: next,
      resting: false,
      dueAt: now,
      attempts: 0,
    });
  }

  begin(enrolment: Enrolment): void {
    this.put(enrolment);
    this.facts.push(beginFact(enrolment));
  }

  refuse(journeyId: string, reason: Refusal, more: JsonObject = {}): void {
    const { person, now } = this.on;
    const body = { reason, ...more };
    this.facts.push({ customerId: person.id, at: now, kind: 'journey-refused', journeyId, body });
  }

  private put(enrolment: Enrolment): void {
    const { journeyId, key } = enrolment;
    const place = this.placeOf(journeyId, key);
    const expectedVersion = this.writes[place]?.expectedVersion ?? this.before(journeyId, key)?.version ?? 0;
    if (place === -1) this.writes.push({ enrolment, expectedVersion });
    else this.writes[place] = { enrolment, expectedVersion };
  }

  private placeOf(journeyId: string, key: string): number {
    return this.writes.findIndex(
      ({ enrolment }) => enrolment.journeyId === journeyId && enrolment.key === key,
    );
  }

  private before(journeyId: string, key: string): Enrolment | undefined {
    return this.on.enrolments.find((one) => one.journeyId === journeyId && one.key === key);
  }

  consequences(): Consequences {
    return { enrolments: this.writes, cancellations: this.cancellations, facts: this.facts };
  }
}

/** One admission: who asks to come in, under which key, and what for. */
interface Admission {
  readonly journey: PublishedJourney;
  readonly key: string;
  readonly trigger: JsonObject;
  readonly dueAt?: Instant;
}

function admit(collector: Collector, on: Occasion, context: EndingContext, asked: Admission): void {
  const { journey, key } = asked;
  const past = collector.known(journey.id, key);
  if (past?.status === 'active') return collector.refuse(journey.id, 'already-inside');
  if (past !== undefined && !mayReenter(journey.definition, past, on.now))
    return collector.refuse(journey.id, 're-entry-rule');
  const { person, now, enrolments } = on;
  const passage = beginPassage({ ...asked, person, now, enrolments, past });
  const behind = endingBehind(journey.definition, passage, { ...context, events: on.events ?? [] });
  if (behind !== null) return collector.refuse(journey.id, 'already-over', { key, by: behind.detail });
  return collector.begin(passage);
}

function keyFor(entry: EntryTrigger, properties: JsonObject): string | null {
  const path = entry.on === 'event' || entry.on === 'api' ? entry.key : undefined;
  return path === undefined ? '' : textAt(properties, path);
}

function enter(
  collector: Collector,
  on: Occasion,
  context: EndingContext,
  journey: PublishedJourney,
  trigger: Trigger,
): void {
  const properties = trigger.kind === 'event' ? trigger.properties : {};
  for (const entry of journey.definition.entry) {
    if (!letsIn(entry, journey.id, trigger)) continue;
    if (entry.where !== undefined && !holds(entry.where, { ...context, properties })) continue;
    const key = keyFor(entry, properties);
    if (key === null) continue;
    if (key.length > LONGEST_KEY) return collector.refuse(journey.id, 'key-too-long');
    admit(collector, on, context, { journey, key, trigger: triggerRecord(trigger) });
    return;
  }
}

/** A date that was told just now and falls on the rest of the day: today's look at everyone's dates is over. */
function enterByDate(
  collector: Collector,
  on: Occasion,
  context: EndingContext,
  journey: PublishedJourney,
): void {
  const { settings, person, now } = on;
  if (settings === undefined) return;
  for (const entry of journey.definition.entry) {
    if (entry.on !== 'date' || entry.trait === undefined) continue;
    const dueAt = dateWithin(entry, person, settings, restOfDay(now));
    if (dueAt === null || (entry.where !== undefined && !holds(entry.where, { ...context, properties: {} })))
      continue;
    const known = collector.known(journey.id, '');
    const trigger = { date: isoInstant(dueAt) };
    if (known?.status === 'active' || known?.trigger['date'] === trigger.date) continue;
    admit(collector, on, context, { journey, key: '', trigger, dueAt });
  }
}

/** Whether something can still become of a passage: it is running, or a message it decided may still go out. */
export function isOpen({ status, openDecisions }: Enrolment, now: Instant): boolean {
  return status === 'active' || openDecisions.some(({ expiresAt }) => expiresAt > now);
}

/** What the things that happened do to a passage: end it, end its wait, take back its last messages, or nothing. */
function touch(collector: Collector, on: Occasion, context: EndingContext, enrolment: Enrolment): void {
  const definition = on.definitionOf(enrolment);
  if (definition === undefined) return;
  const ending = endingAfter(definition, on.triggers, enrolment, context);
  if (enrolment.status === 'ended') return ending === null ? undefined : collector.takeBack(enrolment);
  if (ending !== null) return collector.end(enrolment, ending);
  const node = enrolment.resting ? definition.nodes[enrolment.nodeId] : undefined;
  if (!isListening(node)) return;
  const event = on.triggers.find(
    (trigger) => trigger.kind === 'event' && isWaitedFor(node, trigger, enrolment, context),
  );
  if (event?.kind === 'event') collector.goOn(enrolment, node, event);
}

/** Conditions count what happens now among what happened. */
function contextOf({ person, now, triggers, events = [], segments }: Occasion): EndingContext {
  const happening = triggers.filter((trigger) => trigger.kind === 'event');
  const known = happening.length === 0 ? events : [...happening, ...events];
  return { person, now, events: known, ...(segments === undefined ? {} : { segments }) };
}

/** Endings, ended waits and entries that follow from the triggers; nothing where no journey cares. O(journeys + enrolments). */
export function react(on: Occasion): Consequences {
  const collector = new Collector(on);
  const context = contextOf(on);
  for (const enrolment of on.enrolments) {
    if (isOpen(enrolment, on.now)) touch(collector, on, context, enrolment);
  }
  for (const trigger of on.triggers) {
    for (const journey of candidatesFor(on.journeys, trigger))
      enter(collector, on, context, journey, trigger);
    if (trigger.kind !== 'event' || trigger.name !== IDENTIFIED) continue;
    for (const journey of candidatesByDate(on.journeys)) enterByDate(collector, on, context, journey);
  }
  return collector.consequences();
}

/**
 * Lets one person into one journey for a reason of its own (a schedule, a date, a backlog, another journey), under the same
 * rules: never twice at once, never against the re-entry rule.
 */
export function admitPerson(on: Omit<Occasion, 'triggers'>, asked: Admission): Consequences {
  const occasion = { ...on, triggers: [] };
  const collector = new Collector(occasion);
  admit(collector, occasion, contextOf(occasion), asked);
  return collector.consequences();
}
