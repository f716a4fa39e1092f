/** Decisions in their table: one column a field, and beside them the lane and shard they are found through while due. */
import type { SQLInputValue } from 'node:sqlite';
import { customerId, decisionId, enrolmentId } from '../../core/ids.ts';
import { type Decision, LANES } from '../../core/message/decision.ts';
import type { Feedback } from '../../core/message/feedback.ts';
import { CHANNELS, MESSAGE_CLASSES } from '../../core/message/messageClass.ts';
import type { DecisionProgress } from '../records/decisionChange.ts';
import { decisionLane } from '../records/dueOrder.ts';
import {
  flag,
  isJsonObject,
  jsonOrNull,
  number,
  numberOrNull,
  type Row,
  text,
  textOrNull,
  word,
} from './columns.ts';

const OUTCOMES = ['pending', 'claimed', 'sent', 'suppressed', 'held-out', 'failed', 'unknown'] as const;
const REFUSALS = ['skip', 'wait', 'exit'] as const;

/** Fixed when the decision is made. */
const FIXED_COLUMNS = [
  'id',
  'customer_id',
  'enrolment_id',
  'journey_id',
  'journey_version',
  'node_id',
  'class',
  'channel',
  'topic',
  'template',
  'url',
  'event',
  'given',
  'priority',
  'on_refusal',
  'held_out',
  'decided_at',
  'expires_at',
  'settings_version',
  'model_version',
  'lane',
  'shard',
] as const;

/** Change on the way to the outcome. */
export const CHANGING_COLUMNS = [
  'due_at',
  'attempts',
  'outcome',
  'reason',
  'claimant',
  'claimed_at',
  'settled_at',
  'provider_message_id',
  'template_version',
  'evidence',
  'tries',
  'cost_micro_usd',
  'tally_group',
  'feedback',
  'due_lane',
  'error',
] as const;

export const DECISION_COLUMNS = [...FIXED_COLUMNS, ...CHANGING_COLUMNS] as const;

/** What `readProgress` reads. */
export const PROGRESS_FIELDS = ['id', 'lane', ...CHANGING_COLUMNS].join(', ');

function isFeedback(value: unknown): value is Feedback {
  return isJsonObject(value);
}

export function readProgress(row: Row): DecisionProgress {
  return {
    id: decisionId(text(row, 'id')),
    lane: word(row, 'lane', LANES),
    dueAt: numberOrNull(row, 'due_at'),
    attempts: number(row, 'attempts'),
    outcome: word(row, 'outcome', OUTCOMES),
    reason: textOrNull(row, 'reason'),
    claimant: textOrNull(row, 'claimant'),
    claimedAt: numberOrNull(row, 'claimed_at'),
    settledAt: numberOrNull(row, 'settled_at'),
    providerMessageId: textOrNull(row, 'provider_message_id'),
    templateVersion: numberOrNull(row, 'template_version'),
    evidence: jsonOrNull(row, 'evidence', isJsonObject),
    tries: number(row, 'tries'),
    costMicroUsd: number(row, 'cost_micro_usd'),
    tallyGroup: textOrNull(row, 'tally_group'),
    feedback: jsonOrNull(row, 'feedback', isFeedback),
  };
}

export function readDecision(row: Row): Decision {
  return {
    ...readProgress(row),
    customerId: customerId(text(row, 'customer_id')),
    enrolmentId: enrolmentId(text(row, 'enrolment_id')),
    journeyId: text(row, 'journey_id'),
    journeyVersion: number(row, 'journey_version'),
    nodeId: text(row, 'node_id'),
    class: word(row, 'class', MESSAGE_CLASSES),
    channel: word(row, 'channel', CHANNELS),
    topic: text(row, 'topic'),
    template: text(row, 'template'),
    url: textOrNull(row, 'url'),
    event: jsonOrNull(row, 'event', isJsonObject),
    given: jsonOrNull(row, 'given', isJsonObject),
    priority: number(row, 'priority'),
    onRefusal: word(row, 'on_refusal', REFUSALS),
    heldOut: flag(row, 'held_out'),
    decidedAt: number(row, 'decided_at'),
    expiresAt: number(row, 'expires_at'),
    settingsVersion: number(row, 'settings_version'),
    modelVersion: number(row, 'model_version'),
  };
}

function fixedValues(decision: Decision, shard: number): SQLInputValue[] {
  return [
    decision.id,
    decision.customerId,
    decision.enrolmentId,
    decision.journeyId,
    decision.journeyVersion,
    decision.nodeId,
    decision.class,
    decision.channel,
    decision.topic,
    decision.template,
    decision.url,
    decision.event === null ? null : JSON.stringify(decision.event),
    decision.given === null ? null : JSON.stringify(decision.given),
    decision.priority,
    decision.onRefusal,
    Number(decision.heldOut),
    decision.decidedAt,
    decision.expiresAt,
    decision.settingsVersion,
    decision.modelVersion,
    decision.lane,
    shard,
  ];
}

/** Values of `CHANGING_COLUMNS`. */
export function changingValues(decision: DecisionProgress, error: string | null): SQLInputValue[] {
  return [
    decision.dueAt,
    decision.attempts,
    decision.outcome,
    decision.reason,
    decision.claimant,
    decision.claimedAt,
    decision.settledAt,
    decision.providerMessageId,
    decision.templateVersion,
    decision.evidence === null ? null : JSON.stringify(decision.evidence),
    decision.tries,
    decision.costMicroUsd,
    decision.tallyGroup,
    decision.feedback === null ? null : JSON.stringify(decision.feedback),
    decisionLane(decision),
    error,
  ];
}

/** Values of `DECISION_COLUMNS`. */
export function decisionValues(decision: Decision, shard: number): SQLInputValue[] {
  return [...fixedValues(decision, shard), ...changingValues(decision, null)];
}
