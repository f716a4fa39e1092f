/** Contacts in their table: version in a column, the rest as JSON that leaves out what says nothing. */
import { type AddressKey, customerId } from '../../core/ids.ts';
import {
  type Complaint,
  CONSENT_STATES,
  type ConsentChange,
  type Contact,
  newContact,
  type Pace,
  type RecentSend,
  type SoftBounce,
  type SuppressedWhy,
  type Suppression,
  SUPPRESSION_REASONS,
} from '../../core/message/contact.ts';
import { CONSENT_CHANNELS } from '../../core/message/messageClass.ts';
import { isJsonObject, json, number, type Row } from './columns.ts';

/** A file of an older version has a word for a suppression, and one instant for all complaints. */
interface Body {
  readonly consents: Contact['consents'];
  readonly suppression: Suppression | SuppressedWhy | null;
  readonly complaintOpenSince?: number | null;
  readonly complaints?: readonly Complaint[];
  readonly pausedUntil?: number;
  readonly pace?: Pace;
  readonly tracking?: boolean;
  readonly profiling?: boolean;
  readonly preferredAt?: number;
  readonly softBounces?: readonly SoftBounce[];
  readonly deliveredAt?: number;
  readonly recentSends: readonly RecentSend[];
  readonly holders?: readonly { readonly id: string; readonly at: number }[];
}

const WHYS: readonly unknown[] = SUPPRESSION_REASONS;
const STATES: readonly unknown[] = CONSENT_STATES;
const CHANNELS: readonly unknown[] = CONSENT_CHANNELS;

function isOptional(value: unknown, type: 'string' | 'number' | 'boolean'): boolean {
  return value === undefined || typeof value === type;
}

function isNumberOrNull(value: unknown): boolean {
  return value === null || typeof value === 'number';
}

function isListOf(value: unknown, is: (one: unknown) => boolean): boolean {
  return value === undefined || (Array.isArray(value) && value.every(is));
}

export function isConsent(value: unknown): value is ConsentChange {
  return (
    isJsonObject(value) &&
    typeof value.topic === 'string' &&
    CHANNELS.includes(value.channel) &&
    STATES.includes(value.state) &&
    typeof value.at === 'number' &&
    typeof value.source === 'string' &&
    (value.wording === null || typeof value.wording === 'string') &&
    isOptional(value.basis, 'string') &&
    isOptional(value.by, 'string') &&
    isOptional(value.confirmed, 'boolean')
  );
}

function isSuppression(value: unknown): boolean {
  if (value === null || WHYS.includes(value)) return true;
  return isJsonObject(value) && WHYS.includes(value.why) && typeof value.at === 'number';
}

export function isComplaint(value: unknown): value is Complaint {
  return (
    isJsonObject(value) &&
    typeof value.id === 'string' &&
    isNumberOrNull(value.openedAt) &&
    isNumberOrNull(value.closedAt)
  );
}

function isSend(value: unknown): boolean {
  return (
    isJsonObject(value) &&
    typeof value.at === 'number' &&
    typeof value.class === 'string' &&
    isOptional(value.topic, 'string') &&
    isOptional(value.decisionId, 'string')
  );
}

function isSoftBounce(value: unknown): boolean {
  return isJsonObject(value) && typeof value.at === 'number' && typeof value.decisionId === 'string';
}

function isPace(value: unknown): boolean {
  return isJsonObject(value) && typeof value.most === 'number' && typeof value.withinDays === 'number';
}

function isHolder(value: unknown): boolean {
  return isJsonObject(value) && typeof value.id === 'string' && typeof value.at === 'number';
}

function isBody(value: unknown): value is Body {
  return (
    isJsonObject(value) &&
    isJsonObject(value.consents) &&
    Object.values(value.consents).every(isConsent) &&
    isSuppression(value.suppression) &&
    (value.complaintOpenSince === undefined || isNumberOrNull(value.complaintOpenSince)) &&
    isListOf(value.complaints, isComplaint) &&
    isOptional(value.pausedUntil, 'number') &&
    (value.pace === undefined || isPace(value.pace)) &&
    isOptional(value.tracking, 'boolean') &&
    isOptional(value.profiling, 'boolean') &&
    isOptional(value.preferredAt, 'number') &&
    isListOf(value.softBounces, isSoftBounce) &&
    isOptional(value.deliveredAt, 'number') &&
    Array.isArray(value.recentSends) &&
    isListOf(value.recentSends, isSend) &&
    isListOf(value.holders, isHolder)
  );
}

const OLDER = 'a file of an earlier version';

function suppressionOf({ suppression }: Body): Suppression | null {
  return typeof suppression === 'string' ? { why: suppression, at: 0, source: OLDER } : suppression;
}

function complaintsOf({ complaints, complaintOpenSince }: Body): readonly Complaint[] {
  if (complaints !== undefined) return complaints;
  if (complaintOpenSince === undefined || complaintOpenSince === null) return [];
  return [{ id: '', openedAt: complaintOpenSince, closedAt: null }];
}

export function readContact(row: Row, key: AddressKey): Contact {
  const { holders = [], complaintOpenSince: _older, ...body } = json(row, 'body', isBody);
  return {
    ...newContact(key),
    ...body,
    version: number(row, 'version'),
    suppression: suppressionOf(body),
    complaints: complaintsOf({ ...body, complaintOpenSince: _older ?? null }),
    holders: holders.map(({ id, at }) => ({ id: customerId(id), at })),
  };
}

export function contactBody(contact: Contact): string {
  const { consents, suppression, recentSends } = contact;
  const { complaints, softBounces, holders, pausedUntil, pace, preferredAt, deliveredAt, tracking } = contact;
  const { profiling } = contact;
  return JSON.stringify({
    consents,
    suppression,
    recentSends,
    ...(complaints.length === 0 ? {} : { complaints }),
    ...(softBounces.length === 0 ? {} : { softBounces }),
    ...(pausedUntil === null ? {} : { pausedUntil }),
    ...(pace === null ? {} : { pace }),
    ...(tracking ? {} : { tracking }),
    ...(profiling === undefined ? {} : { profiling }),
    ...(preferredAt === null ? {} : { preferredAt }),
    ...(deliveredAt === null ? {} : { deliveredAt }),
    ...(holders.length === 0 ? {} : { holders }),
  });
}
