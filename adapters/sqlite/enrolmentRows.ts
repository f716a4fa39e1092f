/** Passages in their table, one a customer, journey and event key. */
import type { SQLInputValue } from 'node:sqlite';
import { customerId, decisionId, enrolmentId } from '../../core/ids.ts';
import type { Enrolment, OpenDecision } from '../../core/journey/enrolment.ts';
import {
  flag,
  isJsonObject,
  json,
  number,
  numberOrNull,
  type Row,
  text,
  textOrNull,
  word,
  wordOrNull,
} from './columns.ts';

const STATUSES = ['active', 'ended'] as const;
const END_REASONS = ['completed', 'goal', 'exit', 'refused', 'broken', 'merged'] as const;

const KEY_COLUMNS = ['customer_id', 'journey_id', 'event_key'] as const;
export const VALUE_COLUMNS = [
  'id',
  'journey_version',
  'entry',
  'version',
  'entered_at',
  'let_in_by',
  'status',
  'ended_at',
  'end_reason',
  'end_detail',
  'node_id',
  'resting',
  'due_at',
  'attempts',
  'arms',
  'held_out',
  'gifts',
  'round',
  'visits',
  'open_decisions',
  'shard',
  'error',
] as const;
export const ENROLMENT_COLUMNS = [...KEY_COLUMNS, ...VALUE_COLUMNS] as const;

function isArms(value: unknown): value is Readonly<Record<string, string>> {
  return isJsonObject(value) && Object.values(value).every((arm) => typeof arm === 'string');
}

function isGifts(value: unknown): value is Enrolment['gifts'] {
  return isJsonObject(value) && Object.values(value).every(isJsonObject);
}

function isVisits(value: unknown): value is Readonly<Record<string, number>> {
  return isJsonObject(value) && Object.values(value).every((times) => typeof times === 'number');
}

function isRawOpen(value: unknown): value is { id: string; expiresAt: number } {
  return isJsonObject(value) && typeof value.id === 'string' && typeof value.expiresAt === 'number';
}

function isRawOpenList(value: unknown): value is { id: string; expiresAt: number }[] {
  return Array.isArray(value) && value.every(isRawOpen);
}

function readOpenDecisions(row: Row): OpenDecision[] {
  return json(row, 'open_decisions', isRawOpenList).map(({ id, expiresAt }) => ({
    id: decisionId(id),
    expiresAt,
  }));
}

export function readEnrolment(row: Row): Enrolment {
  return {
    id: enrolmentId(text(row, 'id')),
    customerId: customerId(text(row, 'customer_id')),
    journeyId: text(row, 'journey_id'),
    journeyVersion: number(row, 'journey_version'),
    key: text(row, 'event_key'),
    entry: number(row, 'entry'),
    version: number(row, 'version'),
    enteredAt: number(row, 'entered_at'),
    trigger: json(row, 'let_in_by', isJsonObject),
    status: word(row, 'status', STATUSES),
    endedAt: numberOrNull(row, 'ended_at'),
    endReason: wordOrNull(row, 'end_reason', END_REASONS),
    endDetail: textOrNull(row, 'end_detail'),
    nodeId: text(row, 'node_id'),
    resting: flag(row, 'resting'),
    dueAt: numberOrNull(row, 'due_at'),
    attempts: number(row, 'attempts'),
    arms: json(row, 'arms', isArms),
    heldOut: flag(row, 'held_out'),
    gifts: json(row, 'gifts', isGifts),
    round: number(row, 'round'),
    visits: json(row, 'visits', isVisits),
    openDecisions: readOpenDecisions(row),
  };
}

/** Values of `ENROLMENT_COLUMNS`. */
export function enrolmentValues(enrolment: Enrolment, shard: number, error: string | null): SQLInputValue[] {
  return [
    enrolment.customerId,
    enrolment.journeyId,
    enrolment.key,
    enrolment.id,
    enrolment.journeyVersion,
    enrolment.entry,
    enrolment.version,
    enrolment.enteredAt,
    JSON.stringify(enrolment.trigger),
    enrolment.status,
    enrolment.endedAt,
    enrolment.endReason,
    enrolment.endDetail,
    enrolment.nodeId,
    Number(enrolment.resting),
    enrolment.dueAt,
    enrolment.attempts,
    JSON.stringify(enrolment.arms),
    Number(enrolment.heldOut),
    JSON.stringify(enrolment.gifts),
    enrolment.round,
    JSON.stringify(enrolment.visits),
    JSON.stringify(enrolment.openDecisions),
    shard,
    error,
  ];
}
