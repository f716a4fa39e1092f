/**
 * Erasure: what is kept of one person goes, in every place there is, so that nothing but a keyed hash says they were here.
 * This module names what is looked for, what becomes of an address, and what stores and other places promise; the steps are
 * `erasureTask.ts`.
 *
 * An address stays as a keyed hash with the suppression `erased`: whoever brings it back, by an import or an event, does not
 * bring it back to marketing. Only its owner does, by a consent confirmed after the erasure (`message/contact.ts`).
 */
import type { AddressKey, CustomerId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { isAnonymous } from './identity.ts';
import { type Contact, newContact } from '../message/contact.ts';
import type { ConsentChannel } from '../message/messageClass.ts';
import type { Task, TaskWrite } from '../task.ts';
import type { Instant } from '../time.ts';

export interface KnownAddress {
  readonly channel: ConsentChannel;
  readonly address: string;
}

/** Under what a person is kept: every id, every contact, every address in words. */
export interface Traces {
  /** The root first; empty where an address is nobody's. */
  readonly ids: readonly CustomerId[];
  readonly keys: readonly AddressKey[];
  readonly addresses: readonly KnownAddress[];
}

/** How many records went, by what they were. */
export type ErasedCounts = Readonly<Record<string, number>>;

export function addCounts(counts: ErasedCounts, more: ErasedCounts): ErasedCounts {
  const sum: Record<string, number> = { ...counts };
  for (const [what, count] of Object.entries(more)) sum[what] = (sum[what] ?? 0) + count;
  return sum;
}

/**
 * What is left of a contact once its owner is erased: no consents, no sends, no owner. Others who have the address keep it,
 * and must confirm a consent anew. The same object where it is erased already and names none of the ids.
 */
export function erasedContact(contact: Contact, ids: readonly CustomerId[], at: Instant): Contact {
  const holders = contact.holders.filter(({ id }) => !ids.includes(id));
  const isErased = contact.suppression?.why === 'erased' && Object.keys(contact.consents).length === 0;
  if (isErased && holders.length === contact.holders.length) return contact;
  const suppression = { why: 'erased', at, source: 'erasure' } as const;
  return { ...newContact(contact.key), version: contact.version + 1, suppression, holders };
}

/** What one bounded step took away. */
export interface ErasedRows {
  readonly erased: ErasedCounts;
  /** Messages that are being handed over at this moment: their decisions stay until they are settled, or the claim is stale. */
  readonly claimed: number;
  /** True where another step is needed. */
  readonly more: boolean;
}

/** The part of a store that finds and forgets one person. */
export interface ErasureStore {
  /** Under what the person is kept that any id leads to; null where nothing is kept under it. O(contacts + identities). */
  findTraces(id: CustomerId): Promise<Traces | null>;
  /** Tasks about any of the ids. */
  tasksOf(ids: readonly CustomerId[]): Promise<Task[]>;
  /** Makes erased contacts of these; one that is not there is made. How many changed. */
  barContacts(keys: readonly AddressKey[], ids: readonly CustomerId[], at: Instant): Promise<number>;
  /**
   * Takes away about `limit` records of the ids in one atomic step: tasks, passages, dossiers, decisions together with the facts that
   * accept them, orders, facts. Decisions claimed after `staleBefore` stay, and so does what comes after them in this order.
   */
  eraseRows(query: {
    readonly ids: readonly CustomerId[];
    readonly staleBefore: Instant;
    readonly limit: number;
  }): Promise<ErasedRows>;
  /**
   * The last step, atomic with the task: profile, identities, what others' records say of the ids, and message ids of events
   * that spell out an id or an address. `again` where a decision of theirs is there; `conflict` where the task moved on.
   */
  eraseProfile(change: {
    readonly traces: Traces;
    readonly task: (erased: ErasedCounts) => TaskWrite;
  }): Promise<'committed' | 'again' | 'conflict'>;
  /** Makes what was taken away unreadable in the files too. May take seconds where they are large. */
  scrub(): Promise<void>;
}

/** Another place that keeps what names people: the mailbox, rejected events. */
export interface PersonalPlace {
  /** What its records are called in counts and exports. */
  readonly name: string;
  /** Everything that names the person, readable. */
  find(traces: Traces): Promise<readonly JsonObject[]>;
  /** How many records went. Whoever repeats it takes away nothing more. */
  erase(traces: Traces): Promise<number>;
  scrub(): Promise<void>;
}

/** Ids and addresses shorter than this are too common within other texts to be looked for there. */
const SHORTEST_NEEDLE = 6;

/** Ids as messages spell them: of a visitor without the prefix too. */
function spellings(ids: readonly CustomerId[]): string[] {
  return ids.flatMap((id) => (isAnonymous(id) ? [id, id.slice(id.indexOf(':') + 1)] : [id]));
}

/** What betrays the person within a longer text, in lower case: addresses, and ids that are no common word. */
export function needlesOf({ ids, addresses }: Traces): string[] {
  const texts = [...spellings(ids), ...addresses.map(({ address }) => address)];
  return [...new Set(texts.map((text) => text.toLowerCase()))].filter(
    (text) => text.length >= SHORTEST_NEEDLE,
  );
}

const WORD = /[\p{L}\p{N}]/u;

/** Whether the text spells out a needle that is no part of a longer word. */
export function spellsOut(text: string, needles: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return needles.some((needle) => {
    for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, at + 1)) {
      const before = lower[at - 1] ?? ' ';
      const after = lower[at + needle.length] ?? ' ';
      if (!WORD.test(before) && !WORD.test(after)) return true;
    }
    return false;
  });
}

/** Members of a message that hold ids of people. */
const ID_MEMBER = /^(?:user|anonymous|previous|customer|profile|group)?_?id$|^customer$/i;

function hasId(value: unknown, ids: ReadonlySet<string>, member = ''): boolean {
  if (typeof value === 'string' || typeof value === 'number')
    return ID_MEMBER.test(member) && ids.has(String(value));
  if (Array.isArray(value)) return value.some((one) => hasId(one, ids, member));
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, one]) => hasId(one, ids, name));
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
}

/** Whether a message as it came, JSON or any text, names the person by an id or an address. */
export function namesPerson(raw: string, traces: Traces): boolean {
  const value = parsed(raw);
  const text = value === null ? raw : JSON.stringify(value);
  if (spellsOut(text, needlesOf(traces))) return true;
  const digits = text.replaceAll(/[\s().-]/g, '');
  const phones = traces.addresses.filter(({ channel }) => channel === 'sms');
  if (phones.some(({ address }) => address.length > 0 && digits.includes(address.replaceAll(/[^\d+]/g, ''))))
    return true;
  return hasId(value, new Set(spellings(traces.ids)));
}
