/**
 * `GET /v1/suppressions`, `POST /v1/suppressions`, `POST /v1/suppressions/removals`: addresses that are not to be written to. The
 * store keeps an address as a keyed hash; it is told in words where a customer of the shop still has it.
 */
import * as z from 'zod';
import { type ReadAddress, readAddress } from '../../../core/customer/import/addressCell.ts';
import type { AddressKey } from '../../../core/ids.ts';
import { addressKey } from '../../../core/ids.ts';
import {
  type Contact,
  newContact,
  SUPPRESSION_REASONS,
  type Suppression,
} from '../../../core/message/contact.ts';
import { CONSENT_CHANNELS } from '../../../core/message/messageClass.ts';
import { withoutSuppression, withSuppression } from '../../../core/message/suppression.ts';
import { hashText, keyInText, riskOfLifting } from '../../../core/message/suppressionList.ts';
import { isoInstant } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { misuse, notFound, Problem } from '../../shared/problem.ts';
import { bodyAs, cursorOf, limitOf, type Route, type RouteRequest } from './route.ts';

const target = {
  address: z.string().min(1).max(500),
  channel: z.enum(CONSENT_CHANNELS).exactOptional(),
};
export const suppressionBody = z.object({
  ...target,
  reason: z.enum(SUPPRESSION_REASONS).exclude(['erased']).default('manual'),
  /** Default: whoever asks. */
  source: z.string().min(1).max(200).optional(),
});
export const suppressionRemovalBody = z.object({ ...target, force: z.boolean().default(false) });

const MOST_TRIES = 8;

/** Where a customer still has the address, in words. */
async function addressOf({ store, addressKeyOf }: Container, contact: Contact) {
  for (const { id } of contact.holders) {
    const person = await store.loadProfile(id);
    if (person?.email != null && addressKeyOf('email', person.email) === contact.key)
      return { channel: 'email', address: person.email };
    if (person?.phone != null && addressKeyOf('sms', person.phone) === contact.key)
      return { channel: 'sms', address: person.phone };
  }
  return { channel: Object.values(contact.consents)[0]?.channel ?? null, address: null };
}

function lineOf({ key }: Pick<Contact, 'key'>, { why, at, source }: Suppression) {
  return { hash: hashText(key), reason: why, at: isoInstant(at), source };
}

function afterOf({ cursor }: RouteRequest['query']): AddressKey | null {
  if (cursor === undefined || cursor === '') return null;
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (/^[\w:.@+-]+$/.test(key)) return addressKey(key);
  throw misuse('cursor', 'the cursor is none that a list gave', 'leave it out to begin anew');
}

export function listSuppressions(container: Container): Route {
  return async ({ query }) => {
    const limit = limitOf(query);
    const page = await container.store.suppressedContacts({ after: afterOf(query), limit });
    const items = await Promise.all(
      page.map(async (contact) => {
        const { suppression } = contact;
        if (suppression === null) return [];
        return [{ ...(await addressOf(container, contact)), ...lineOf(contact, suppression) }];
      }),
    );
    const last = page.at(-1);
    const next = page.length === limit && last !== undefined ? cursorOf(last.key) : null;
    return { items: items.flat(), next };
  };
}

function keyOf(
  { addressKeyOf }: Container,
  { address, channel }: { address: string; channel?: 'email' | 'sms' },
) {
  const hash = keyInText(address);
  if (hash !== null) return hash;
  const read: ReadAddress = readAddress(address, channel ?? null, null);
  if (read.kind === 'unreadable') throw misuse('address', `"${address}" ${read.problem}`, read.remedy);
  return addressKeyOf(read.channel, read.address);
}

/** Changes one contact under its version; answers what it was before. */
async function change({ store, now }: Container, key: AddressKey, edit: (contact: Contact) => Contact) {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = (await store.loadContacts([key])).get(key) ?? newContact(key);
    const after = edit(before);
    if (after === before) return { before, after };
    const write = { contact: { ...after, version: before.version + 1 }, expectedVersion: before.version };
    if ((await store.changeContacts({ contacts: [write], facts: [], at: now() })) === 'committed')
      return { before, after };
  }
  throw new Error('the address changes all the time; try again');
}

export function addSuppression(container: Container): Route {
  return async (request, by) => {
    const asked = bodyAs(request, suppressionBody);
    const key = keyOf(container, asked);
    const told = { why: asked.reason, at: container.now(), source: asked.source ?? by.name };
    const { before, after } = await change(container, key, (contact) =>
      contact.suppression?.why === told.why ? contact : withSuppression(contact, told),
    );
    const stands = after.suppression ?? told;
    return { address: asked.address, changed: before !== after, ...lineOf({ key }, stands) };
  };
}

function refuseLifting(address: string, { why }: Suppression, force: boolean): void {
  if (why === 'erased')
    throw new Problem({
      status: 409,
      code: 'erased-address',
      title: 'The address was erased',
      detail: `"${address}" belonged to somebody who had their data erased`,
      remedy: 'only its owner can come back, by confirming a consent themselves',
    });
  const risk = riskOfLifting(why);
  if (risk === null || force) return;
  throw new Problem({
    status: 409,
    code: 'risky-removal',
    title: 'Removing it is a risk',
    detail: `"${address}" is suppressed as ${why}. ${risk}`,
    remedy: 'remove it with force (on the command line --yes) where its owner asked for it',
    problems: [{ path: 'reason', message: why }],
  });
}

export function removeSuppression(container: Container): Route {
  return async (request) => {
    const asked = bodyAs(request, suppressionRemovalBody);
    const key = keyOf(container, asked);
    const { before } = await change(container, key, (contact) => {
      if (contact.suppression === null)
        throw notFound(
          'not-suppressed',
          `"${asked.address}" is not suppressed`,
          'see: perennial suppressions list',
        );
      refuseLifting(asked.address, contact.suppression, asked.force);
      return withoutSuppression(contact);
    });
    const lifted = before.suppression;
    return { address: asked.address, removed: true, ...(lifted === null ? {} : lineOf({ key }, lifted)) };
  };
}
