/** Contacts in their table: version in a column, the rest as JSON. */
import type { AddressKey } from '../../core/ids.ts';
import type { ConsentChange, Contact, RecentSend } from '../../core/message/contact.ts';
import { CONSENT_CHANNELS } from '../../core/message/messageClass.ts';
import { isJsonObject, json, number, type Row } from './columns.ts';

type Body = Omit<Contact, 'key' | 'version'>;

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

function isBody(value: unknown): value is Body {
  return (
    isJsonObject(value) &&
    isJsonObject(value.consents) &&
    Object.values(value.consents).every(isConsent) &&
    SUPPRESSIONS.includes(value.suppression) &&
    (value.complaintOpenSince === null || typeof value.complaintOpenSince === 'number') &&
    Array.isArray(value.recentSends) &&
    value.recentSends.every(isSend)
  );
}

export function readContact(row: Row, key: AddressKey): Contact {
  return { key, version: number(row, 'version'), ...json(row, 'body', isBody) };
}

export function contactBody({ consents, suppression, complaintOpenSince, recentSends }: Contact): string {
  return JSON.stringify({ consents, suppression, complaintOpenSince, recentSends });
}
