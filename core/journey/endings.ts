/**
 * What ends a passage: its goal or an exit, judged the moment something happens and again at every step. An exit with a key
 * ends only the passage of that key, one with a filter only where the filter holds.
 */
import type { Person } from '../customer/person.ts';
import type { JsonObject } from '../json.ts';
import type { RecentEvent } from '../ports.ts';
import type { Instant } from '../time.ts';
import { type Circumstances, holds, textAt } from './condition.ts';
import type { ExitTrigger, JourneyDefinition } from './definition.ts';
import { type Enrolment, entryProperties } from './enrolment.ts';
import { describeTrigger, type Trigger } from './occasion.ts';

export interface Ending {
  readonly reason: 'goal' | 'exit';
  readonly detail: string;
}

export interface EndingContext {
  readonly person: Person;
  readonly now: Instant;
  readonly events: readonly RecentEvent[];
  /** Segments the person is in; only where a condition asks. */
  readonly segments?: Readonly<Record<string, Instant>>;
}

function isStageWanted(wanted: Extract<ExitTrigger, { on: 'stage' }>, trigger: Trigger): boolean {
  if (trigger.kind !== 'stage') return false;
  if (wanted.to !== undefined && !wanted.to.includes(trigger.to)) return false;
  return wanted.from === undefined || (trigger.from !== null && wanted.from.includes(trigger.from));
}

function circumstances(
  enrolment: Pick<Enrolment, 'enteredAt' | 'arms'>,
  on: EndingContext,
  properties: JsonObject,
): Circumstances {
  return { ...on, properties, enteredAt: enrolment.enteredAt, arms: enrolment.arms };
}

/** Whether one thing that happened is what an exit or goal of a passage waits for. */
function isReached(wanted: ExitTrigger, trigger: Trigger, enrolment: Enrolment, on: EndingContext): boolean {
  if (wanted.on === 'condition') return false;
  if (wanted.on === 'stage') return isStageWanted(wanted, trigger);
  if (wanted.on === 'segment')
    return (
      trigger.kind === 'segment' && trigger.segment === wanted.segment && trigger.change === wanted.change
    );
  if (trigger.kind !== 'event' || trigger.name !== wanted.event) return false;
  if (wanted.key !== undefined && textAt(trigger.properties, wanted.key) !== enrolment.key) return false;
  return wanted.where === undefined || holds(wanted.where, circumstances(enrolment, on, trigger.properties));
}

function conditionEnding(
  exits: readonly ExitTrigger[],
  reason: Ending['reason'],
  enrolment: Enrolment,
  on: EndingContext,
): Ending | null {
  const of = circumstances(enrolment, on, entryProperties(enrolment));
  const met = exits.some((exit) => exit.on === 'condition' && holds(exit.when, of));
  return met ? { reason, detail: 'condition' } : null;
}

/** What ends a passage now that these things happened; of several at once one that reaches the goal goes before any exit. */
export function endingAfter(
  { goal, exits }: JourneyDefinition,
  triggers: readonly Trigger[],
  enrolment: Enrolment,
  on: EndingContext,
): Ending | null {
  const reached =
    goal === undefined ? undefined : triggers.find((trigger) => isReached(goal, trigger, enrolment, on));
  if (reached !== undefined) return { reason: 'goal', detail: describeTrigger(reached) };
  const left = triggers.find((trigger) => exits.some((exit) => isReached(exit, trigger, enrolment, on)));
  if (left !== undefined) return { reason: 'exit', detail: describeTrigger(left) };
  return endingByCondition({ goal, exits }, enrolment, on);
}

/** A goal or exit that is a condition on the person and holds now. */
export function endingByCondition(
  { goal, exits }: Pick<JourneyDefinition, 'exits'> & { readonly goal?: ExitTrigger | undefined },
  enrolment: Enrolment,
  on: EndingContext,
): Ending | null {
  const atGoal = goal === undefined ? null : conditionEnding([goal], 'goal', enrolment, on);
  return atGoal ?? conditionEnding(exits, 'exit', enrolment, on);
}

/** A stage exit that was missed: the person entered in a stage the journey exits from, and is in it no more. */
export function missedStageExit(
  { exits }: JourneyDefinition,
  enrolment: Enrolment,
  person: Person,
): Ending | null {
  const entered = enrolment.trigger.to;
  const stage = person.lifecycle?.stage;
  if (typeof entered !== 'string' || stage === undefined || stage === entered) return null;
  const leaves = exits.some(
    (exit) =>
      exit.on === 'stage' &&
      (exit.to === undefined || exit.to.includes(stage)) &&
      (exit.from ?? []).some((from) => from === entered),
  );
  return leaves ? { reason: 'exit', detail: `${entered} → ${stage}` } : null;
}
