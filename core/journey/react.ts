/**
 * What follows from something that happened to one person: journeys it ends (goal or exit), journeys it lets them into.
 * Pure; the caller commits the result in the transaction of the event itself, so that consequences are due the moment the
 * event is known. Passages that were already running are judged before new ones begin: an event never ends the passage it
 * opens.
 */
import { parseDuration } from '../duration.ts';
import type { Fact } from '../fact.ts';
import { enrolmentId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { Person } from '../customer/person.ts';
import type { Stage } from '../lifecycle/lifecycle.ts';
import type { Cancellation, Consequences, EnrolmentWrite } from '../ports.ts';
import type { Instant } from '../time.ts';
import { holds, textAt } from './condition.ts';
import type { EntryTrigger, ExitTrigger, JourneyDefinition, PublishedJourney } from './definition.ts';
import type { EndReason, Enrolment } from './enrolment.ts';

/** Something that happened, as journeys see it. */
export type Trigger =
  | { readonly kind: 'event'; readonly name: string; readonly properties: JsonObject }
  | { readonly kind: 'stage'; readonly from: Stage | null; readonly to: Stage };

export interface Occasion {
  /** The person after what happened. */
  readonly person: Person;
  readonly enrolments: readonly Enrolment[];
  readonly triggers: readonly Trigger[];
  readonly now: Instant;
  /** Newest versions: who may enter. */
  readonly journeys: readonly PublishedJourney[];
  /** The version a running passage finishes; undefined when it vanished. */
  readonly definitionOf: (enrolment: Enrolment) => JourneyDefinition | undefined;
}

export const NO_CONSEQUENCES: Consequences = { enrolments: [], cancellations: [], facts: [] };

/** Whether something that happened is what an entry, exit or goal waits for; its `where` is judged apart. */
export function matches(wanted: ExitTrigger | EntryTrigger, trigger: Trigger): boolean {
  if (wanted.on === 'event') return trigger.kind === 'event' && trigger.name === wanted.event;
  if (trigger.kind !== 'stage') return false;
  if (wanted.to !== undefined && !wanted.to.includes(trigger.to)) return false;
  return wanted.from === undefined || (trigger.from !== null && wanted.from.includes(trigger.from));
}

function describe(trigger: Trigger): string {
  return trigger.kind === 'event' ? trigger.name : `${trigger.from ?? 'unknown'} → ${trigger.to}`;
}

/** An enrolment ended now; its open decisions are for the caller to cancel. */
export function ended(
  enrolment: Enrolment,
  now: Instant,
  reason: EndReason,
  detail: string | null,
): Enrolment {
  return {
    ...enrolment,
    version: enrolment.version + 1,
    status: 'ended',
    endedAt: now,
    endReason: reason,
    endDetail: detail,
    resting: false,
    dueAt: null,
    attempts: 0,
    openDecisions: [],
  };
}

export function endFact(enrolment: Enrolment, now: Instant, reason: EndReason, detail: string | null): Fact {
  return {
    customerId: enrolment.customerId,
    at: now,
    kind: 'journey-ended',
    journeyId: enrolment.journeyId,
    body: { enrolment: enrolment.id, node: enrolment.nodeId, reason, detail },
  };
}

interface Ending {
  readonly reason: EndReason;
  readonly trigger: Trigger;
}

/** What ends a passage; of several things that happened at once one that reaches the goal goes before any exit. */
function endingOf({ goal, exits }: JourneyDefinition, triggers: readonly Trigger[]): Ending | null {
  const reached = goal === undefined ? undefined : triggers.find((trigger) => matches(goal, trigger));
  if (reached !== undefined) return { reason: 'goal', trigger: reached };
  const left = triggers.find((trigger) => exits.some((exit) => matches(exit, trigger)));
  return left === undefined ? null : { reason: 'exit', trigger: left };
}

/** Whether the re-entry rule lets a person in again after `past`. */
function mayReenter(definition: JourneyDefinition, past: Enrolment, now: Instant): boolean {
  const rule = definition.reentry;
  if (rule === 'always') return true;
  if (rule === 'never') return false;
  if ('times' in rule) return past.entry < rule.times;
  return now - past.enteredAt >= (parseDuration(rule.after) ?? Number.POSITIVE_INFINITY);
}

function triggerRecord(trigger: Trigger): JsonObject {
  return trigger.kind === 'event'
    ? { event: trigger.name, properties: trigger.properties }
    : { from: trigger.from, to: trigger.to };
}

/** Collects writes so that a passage that ends and one that begins under the same key are one write. */
class Collector {
  private readonly writes = new Map<string, EnrolmentWrite>();
  private readonly cancellations: Cancellation[] = [];
  private readonly facts: Fact[] = [];
  private readonly current = new Map<string, Enrolment>();
  private readonly on: Occasion;

  constructor(on: Occasion) {
    this.on = on;
    for (const enrolment of on.enrolments)
      this.current.set(keyOf(enrolment.journeyId, enrolment.key), enrolment);
  }

  known(journeyId: string, key: string): Enrolment | undefined {
    return this.current.get(keyOf(journeyId, key));
  }

  end(enrolment: Enrolment, reason: EndReason, detail: string): void {
    for (const { id } of enrolment.openDecisions) {
      this.cancellations.push({ decisionId: id, reason: 'exited', at: this.on.now });
    }
    this.put(ended(enrolment, this.on.now, reason, detail));
    this.facts.push(endFact(enrolment, this.on.now, reason, detail));
  }

  begin(enrolment: Enrolment): void {
    this.put(enrolment);
    this.facts.push({
      customerId: enrolment.customerId,
      at: this.on.now,
      kind: 'journey-entered',
      journeyId: enrolment.journeyId,
      body: {
        enrolment: enrolment.id,
        version: enrolment.journeyVersion,
        entry: enrolment.entry,
        ...enrolment.trigger,
      },
    });
  }

  refuse(journeyId: string, reason: 'already-inside' | 're-entry-rule'): void {
    const { person, now } = this.on;
    this.facts.push({ customerId: person.id, at: now, kind: 'journey-refused', journeyId, body: { reason } });
  }

  private put(enrolment: Enrolment): void {
    const key = keyOf(enrolment.journeyId, enrolment.key);
    const expectedVersion = this.writes.get(key)?.expectedVersion ?? this.current.get(key)?.version ?? 0;
    this.writes.set(key, { enrolment, expectedVersion });
    this.current.set(key, enrolment);
  }

  consequences(): Consequences {
    return { enrolments: [...this.writes.values()], cancellations: this.cancellations, facts: this.facts };
  }
}

function keyOf(journeyId: string, key: string): string {
  return `${journeyId}\u0000${key}`;
}

/** Text as a part of an id: a slash in it must not look like the slash between two parts. */
function inId(text: string): string {
  return text.replace(/[%/]/g, encodeURIComponent);
}

function passage(
  on: Occasion,
  journey: PublishedJourney,
  key: string,
  trigger: Trigger,
  past?: Enrolment,
): Enrolment {
  const entry = (past?.entry ?? 0) + 1;
  return {
    id: enrolmentId(`${inId(on.person.id)}/${journey.id}/${inId(key)}/${entry}`),
    customerId: on.person.id,
    journeyId: journey.id,
    journeyVersion: journey.version,
    key,
    entry,
    version: (past?.version ?? 0) + 1,
    enteredAt: on.now,
    trigger: triggerRecord(trigger),
    status: 'active',
    endedAt: null,
    endReason: null,
    endDetail: null,
    nodeId: journey.definition.start,
    resting: false,
    dueAt: on.now,
    attempts: 0,
    arms: past?.arms ?? {},
    heldOut: past?.heldOut ?? false,
    visits: {},
    openDecisions: [],
  };
}

function enter(collector: Collector, on: Occasion, journey: PublishedJourney, trigger: Trigger): void {
  const properties = trigger.kind === 'event' ? trigger.properties : {};
  for (const wanted of journey.definition.entry) {
    if (!matches(wanted, trigger)) continue;
    if (wanted.where !== undefined && !holds(wanted.where, { person: on.person, properties, now: on.now }))
      continue;
    const key = wanted.on === 'event' && wanted.key !== undefined ? textAt(properties, wanted.key) : '';
    if (key === null) continue;
    const past = collector.known(journey.id, key);
    if (past?.status === 'active') collector.refuse(journey.id, 'already-inside');
    else if (past !== undefined && !mayReenter(journey.definition, past, on.now)) {
      collector.refuse(journey.id, 're-entry-rule');
    } else collector.begin(passage(on, journey, key, trigger, past));
    return;
  }
}

/** Endings and entries that follow from the triggers; nothing where no journey cares. O(journeys + enrolments). */
export function react(on: Occasion): Consequences {
  const collector = new Collector(on);
  for (const enrolment of on.enrolments) {
    if (enrolment.status !== 'active') continue;
    const definition = on.definitionOf(enrolment);
    const ending = definition === undefined ? null : endingOf(definition, on.triggers);
    if (ending !== null) collector.end(enrolment, ending.reason, describe(ending.trigger));
  }
  for (const trigger of on.triggers) {
    for (const journey of on.journeys) enter(collector, on, journey, trigger);
  }
  return collector.consequences();
}
