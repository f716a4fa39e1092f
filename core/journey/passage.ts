/** How a passage begins and ends. Pure; the caller commits. */
import type { Person } from '../customer/person.ts';
import type { Fact } from '../fact.ts';
import { type CustomerId, enrolmentId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { Cancellation } from '../ports.ts';
import type { Instant } from '../time.ts';
import type { JourneyDefinition, JourneyNode, PublishedJourney } from './definition.ts';
import { type EndReason, type Enrolment, NOTHING_YET, type OpenDecision } from './enrolment.ts';

/**
 * An enrolment ended now; what it was given its messages have, and its open decisions are for the caller to cancel. One that came to its end keeps them: they may
 * still go out, and what would have ended it takes them back.
 */
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
    gifts: NOTHING_YET.gifts,
    openDecisions: reason === 'completed' ? enrolment.openDecisions : NOTHING_YET.openDecisions,
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

/** Takes back what earlier steps decided and nobody has sent yet. */
export function cancelOpen(enrolment: Enrolment, now: Instant): Cancellation[] {
  return enrolment.openDecisions.map(({ id }) => ({ decisionId: id, reason: 'exited', at: now }));
}

/** Text as a part of an id: a slash in it must not look like the slash between two parts. */
function inId(text: string): string {
  return text.replace(/[%/]/g, encodeURIComponent);
}

/** Whether a passage began under this id, whoever it is a passage of now. */
export function cameWith({ id: passageId }: Pick<Enrolment, 'id'>, id: CustomerId): boolean {
  return passageId.startsWith(`${inId(id)}/`);
}

/** Nodes whose arm is of one passage alone: the next is asked, given and chosen for anew. */
const OF_ONE_PASSAGE: ReadonlySet<JourneyNode['type']> = new Set([
  'wait-for',
  'survey',
  'offer',
  'points',
  'recommend',
]);

/** Of decisions those that may still be pending. */
export function stillOpen(decisions: readonly OpenDecision[], now: Instant): readonly OpenDecision[] {
  if (decisions.every(({ expiresAt }) => expiresAt > now)) return decisions;
  const open = decisions.filter(({ expiresAt }) => expiresAt > now);
  return open.length === 0 ? NOTHING_YET.openDecisions : [...open];
}

/** Arms a person was given by holdouts and experiments of this journey, whatever the key: once given they stay. */
function givenArms(definition: JourneyDefinition, earlier: readonly Enrolment[]): Enrolment['arms'] {
  if (earlier.length === 0) return NOTHING_YET.arms;
  const arms: Record<string, string> = {};
  for (const one of earlier) {
    for (const [node, arm] of Object.entries(one.arms)) {
      const type = definition.nodes[node]?.type;
      if (type === undefined || !OF_ONE_PASSAGE.has(type)) arms[node] ??= arm;
    }
  }
  return arms;
}

export interface Beginning {
  readonly person: Person;
  readonly journey: PublishedJourney;
  readonly key: string;
  readonly trigger: JsonObject;
  readonly now: Instant;
  /** When its first step is due. Default: now. */
  readonly dueAt?: Instant;
  /** The person's passages so far, of any journey. */
  readonly enrolments: readonly Enrolment[];
  /** The passage before it under the same key. */
  readonly past: Enrolment | undefined;
}

/**
 * The next passage of a person under a key; its id names journey, key and entry, never the version. What the one before has
 * left open is open in it.
 */
export function beginPassage(beginning: Beginning): Enrolment {
  const { person, journey, key, now, past } = beginning;
  const entry = (past?.entry ?? 0) + 1;
  const earlier = beginning.enrolments.filter((one) => one.journeyId === journey.id);
  const arms = givenArms(journey.definition, past === undefined ? earlier : [past, ...earlier]);
  return {
    id: enrolmentId(`${inId(person.id)}/${journey.id}/${inId(key)}/${entry}`),
    customerId: person.id,
    journeyId: journey.id,
    journeyVersion: journey.version,
    key,
    entry,
    version: (past?.version ?? 0) + 1,
    enteredAt: now,
    trigger: beginning.trigger,
    status: 'active',
    endedAt: null,
    endReason: null,
    endDetail: null,
    nodeId: journey.definition.start,
    resting: false,
    dueAt: beginning.dueAt ?? now,
    attempts: 0,
    arms,
    heldOut: earlier.some((one) => one.heldOut),
    gifts: NOTHING_YET.gifts,
    round: 0,
    visits: NOTHING_YET.visits,
    openDecisions: stillOpen(past?.openDecisions ?? NOTHING_YET.openDecisions, now),
  };
}

export function beginFact(enrolment: Enrolment): Fact {
  return {
    customerId: enrolment.customerId,
    at: enrolment.enteredAt,
    kind: 'journey-entered',
    journeyId: enrolment.journeyId,
    body: {
      enrolment: enrolment.id,
      version: enrolment.journeyVersion,
      entry: enrolment.entry,
      ...enrolment.trigger,
    },
  };
}
