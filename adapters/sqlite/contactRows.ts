/** Contacts in their table: version in a column, the rest as JSON. */
import { type AddressKey, customerId } from '../../core/ids.ts';
import type { ConsentChange, Contact, RecentSend } from '../../core/message/contact.ts';
import { CONSENT_CHANNELS } from '../../core/message/messageClass.ts';
import { isJsonObject, json, number, type Row } from './columns.ts';

/** Holders are left out where there are none. */
interface Body extends Omit<Contact, 'key' | 'version' | 'holders'> {
  readonly holders?: readonly { readonly id: string; readonly at: number }[];
}

const SUPPRESSIONS: readonly unknown[] = [null, 'hard-bounce', 'spam-complaint', 'manual'];
const STATES: readonly unknown[] = ['granted', 'denied'];
const CHANNELS: readonly unknown[] = CONSENT_CHANNELS;

export function isConsent(value: unknown): value is ConsentChange {
  return (
    isJsonObject(value) &&
    typeof value.topic === 'string' &&
    CHANNELS.includes(value.channel) &&
    STATES.includes(value.state) &&
    typeof value.at === 'number' &&
    typeof value.source === 'string' &&
    (value.wording === null || typeof value.wording === 'string')
  );
}

function isSend(value: unknown): value is RecentSend {
  return (
    isJsonObject(value) &&
    typeof value.at === 'number' &&
    typeof value.class === 'string' &&
    (value.decisionId === undefined || typeof value.decisionId === 'string')
  );
}

function isHolder(value: unknown): value is { id: string; at: number } {
  return isJsonObject(value) && typeof value.id === 'string' && typeof value.at === 'number';
}

function isBody(value: unknown): value is Body {
  return (
    isJsonObject(value) &&
    isJsonObject(value.consents) &&
    Object.values(value.consents).every(isConsent) &&
    SUPPRESSIONS.includes(value.suppression) &&
    (value.complaintOpenSince === null || typeof value.complaintOpenSince === 'number') &&
    Array.isArray(value.recentSends) &&
    value.recentSends.every(isSend) &&
    (value.holders === undefined || (Array.isArray(value.holders) && value.holders.every(isHolder)))
  );
}

export function readContact(row: Row, key: AddressKey): Contact {
  const { holders = [], ...body } = json(row, 'body', isBody);
  const known = holders.map(({ id, at }) => ({ id: customerId(id), at }));
  return { key, version: number(row, 'version'), ...body, holders: known };
}

export function contactBody(contact: Contact): string {
  const { consents, suppression, complaintOpenSince, recentSends, holders } = contact;
  const body = { consents, suppression, complaintOpenSince, recentSends };
  return JSON.stringify(holders.length === 0 ? body : { ...body, holders });
}
