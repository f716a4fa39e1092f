/**
 * Events that arrived before they were waited for. Events reach a shop in any order: the order before the checkout that led
 * to it, the reply before the question. Whoever enters, or comes to a wait for an event, therefore looks back on what the
 * person did lately: with a key on the same key a day back, without one on what happened since.
 */
import type { RecentEvent } from '../ports.ts';
import { DAY_MS, type Instant } from '../time.ts';
import { candidatesFor } from './candidates.ts';
import { holds, namesWatched, textAt } from './condition.ts';
import { decisionIdOf } from './decide.ts';
import type { EntryTrigger, JourneyDefinition, JourneyNode, NodeOf, PublishedJourney } from './definition.ts';
import { type EndingContext, type Ending, endingAfter } from './endings.ts';
import { type Enrolment, heard, heardUntil } from './enrolment.ts';
import type { Trigger } from './occasion.ts';
import { answerIn, SURVEY_ANSWERED, wayOfAnswer } from './surveyNode.ts';
import { JOURNEY_REQUESTED } from './triggers.ts';

/** Events are looked back on no further than this. */
export const LONGEST_LOOK_BACK_MS = 30 * DAY_MS;
/** As much earlier than the event that let the person in as an event of the same key may have happened. */
const KEYED_LOOK_BACK_MS = DAY_MS;
export const MOST_EVENTS_LOOKED_AT = 50;

/** Names an entry, an exit or a wait of a definition looks back on. */
function namesOf(definition: JourneyDefinition): readonly string[] {
  const endings = definition.goal === undefined ? definition.exits : [...definition.exits, definition.goal];
  const names = endings.flatMap((exit) => {
    if (exit.on === 'event') return [exit.event, ...namesWatched(exit.where)];
    return exit.on === 'condition' ? namesWatched(exit.when) : [];
  });
  names.push(...definition.entry.flatMap((entry) => namesWatched(entry.where)));
  for (const node of Object.values(definition.nodes)) {
    if (node.type === 'wait-for') names.push(...node.event, ...namesWatched(node.where));
    if (node.type === 'survey') names.push(SURVEY_ANSWERED);
    if (node.type === 'branch') names.push(...node.cases.flatMap(({ when }) => namesWatched(when)));
  }
  return [...new Set(names)].sort();
}

const namesByDefinition = new WeakMap<JourneyDefinition, readonly string[]>();

/** Names of all events a journey ever looks back on, ascending. Computed once a definition. */
export function namesLookedBackOn(definition: JourneyDefinition): readonly string[] {
  const known = namesByDefinition.get(definition);
  if (known !== undefined) return known;
  const names = namesOf(definition);
  namesByDefinition.set(definition, names);
  return names;
}

/** Whether something that happened is what an entry waits for; its filter is judged apart. */
export function letsIn(entry: EntryTrigger, journeyId: string, trigger: Trigger): boolean {
  switch (entry.on) {
    case 'event':
      return trigger.kind === 'event' && trigger.name === entry.event;
    case 'api':
      return (
        trigger.kind === 'event' &&
        trigger.name === JOURNEY_REQUESTED &&
        trigger.properties.journey === journeyId
      );
    case 'segment':
      return (
        trigger.kind === 'segment' && trigger.segment === entry.segment && trigger.change === entry.change
      );
    case 'stage':
      if (trigger.kind !== 'stage') return false;
      if (entry.to !== undefined && !entry.to.includes(trigger.to)) return false;
      return entry.from === undefined || (trigger.from !== null && entry.from.includes(trigger.from));
    case 'schedule':
    case 'date':
    case 'campaign':
      return false;
  }
}

/** Whether judging an entry needs what the person did lately. An event that is told the moment it happens finds nothing later. */
function mustLookBack({ id, definition }: PublishedJourney, trigger: Trigger, now: Instant): boolean {
  return definition.entry.some((entry) => {
    if (!letsIn(entry, id, trigger)) return false;
    if (namesWatched(entry.where).length > 0) return true;
    const isKeyed = (entry.on === 'event' || entry.on === 'api') && entry.key !== undefined;
    return trigger.kind === 'event' && (isKeyed || trigger.at < now);
  });
}

const NO_NAMES: readonly string[] = [];

/** Names of the events to look back on before `react` judges these triggers; empty where it need not. O(journeys). */
export function lookBackFor(
  journeys: readonly PublishedJourney[],
  triggers: readonly Trigger[],
  now: Instant,
): readonly string[] {
  let names: Set<string> | null = null;
  for (const trigger of triggers) {
    for (const journey of candidatesFor(journeys, trigger)) {
      if (!mustLookBack(journey, trigger, now)) continue;
      names ??= new Set();
      for (const name of namesLookedBackOn(journey.definition)) names.add(name);
    }
  }
  return names === null ? NO_NAMES : [...names];
}

/** When what let the person in happened, which may be before they were let in; a clock that goes ahead is not believed. */
function triggeredAt({ trigger, enteredAt }: Enrolment): Instant {
  return typeof trigger.at === 'number' ? Math.min(trigger.at, enteredAt) : enteredAt;
}

function asTrigger({ name, properties, at }: RecentEvent): Trigger {
  return { kind: 'event', name, properties, at };
}

/** The ending a passage that is about to begin has behind it already; null where it has none. */
export function endingBehind(
  definition: JourneyDefinition,
  enrolment: Enrolment,
  on: EndingContext,
): Ending | null {
  const since = triggeredAt(enrolment);
  const exits = definition.exits.filter((exit) => exit.on === 'event');
  const goal = definition.goal?.on === 'event' ? definition.goal : undefined;
  for (const event of on.events) {
    const keyedSince = enrolment.key === '' ? since : since - KEYED_LOOK_BACK_MS;
    const mayCount = (exit: { key?: string | undefined }) =>
      exit.key === undefined ? event.at > since : event.at >= keyedSince;
    const wanted = {
      ...definition,
      exits: exits.filter(mayCount),
      goal: goal !== undefined && mayCount(goal) ? goal : undefined,
    };
    const ending = endingAfter(wanted, [asTrigger(event)], enrolment, on);
    if (ending !== null && ending.detail !== 'condition') return ending;
  }
  return null;
}

/** A node at which a passage rests until something happens. */
export type Listening = NodeOf<'wait-for'> | NodeOf<'survey'>;

export function isListening(node: JourneyNode | undefined): node is Listening {
  return node?.type === 'wait-for' || node?.type === 'survey';
}

/** An answer to this very question, or one the shop tells of itself, which names the survey alone. */
function isAnswer(
  node: NodeOf<'survey'>,
  { name, properties }: Pick<RecentEvent, 'name' | 'properties'>,
  { id, nodeId, round }: Enrolment,
): boolean {
  if (name !== SURVEY_ANSWERED || properties.survey !== node.survey) return false;
  const { decision } = properties;
  if (decision !== undefined && decision !== decisionIdOf(id, nodeId, round)) return false;
  return answerIn(node, properties) !== null;
}

/** Whether an event is the one a passage waits for. */
export function isWaitedFor(
  node: Listening,
  event: Pick<RecentEvent, 'name' | 'properties'>,
  enrolment: Enrolment,
  on: EndingContext,
): boolean {
  if (node.type === 'survey') return isAnswer(node, event, enrolment);
  if (!node.event.includes(event.name)) return false;
  if (node.key !== undefined && textAt(event.properties, node.key) !== enrolment.key) return false;
  if (node.where === undefined) return true;
  const { enteredAt, arms } = enrolment;
  return holds(node.where, { ...on, properties: event.properties, enteredAt, arms });
}

/** What a passage keeps of the event that ended its wait, and where it goes on. */
export function heardAt(
  node: Listening,
  enrolment: Enrolment,
  event: Pick<RecentEvent, 'name' | 'properties' | 'at'>,
): { readonly kept: Pick<Enrolment, 'arms' | 'visits'>; readonly next: string } {
  if (node.type === 'wait-for') return { kept: heard(enrolment, enrolment.nodeId, event), next: node.next };
  const said = String(answerIn(node, event.properties) ?? '');
  return { kept: heard(enrolment, enrolment.nodeId, event, said), next: wayOfAnswer(node, said) };
}

/** What a passage is about to wait for and has happened since it was let in, the oldest that has ended no wait yet. */
export function happenedAlready(
  node: Listening,
  enrolment: Enrolment,
  on: EndingContext,
): RecentEvent | undefined {
  const since = triggeredAt(enrolment);
  const isKeyed = node.type === 'wait-for' && node.key !== undefined;
  const earliest = isKeyed ? since - KEYED_LOOK_BACK_MS : since;
  return on.events.findLast((event) => {
    if (event.at < earliest || (!isKeyed && event.at === since)) return false;
    return event.at > heardUntil(enrolment, event.name) && isWaitedFor(node, event, enrolment, on);
  });
}
