/**
 * The kinds of import, each with what it makes of its options, so that the tasks of an import need not know which it is: a plan
 * reads the file into rows that are text, a part writes such rows to the store.
 */
import type { Container } from '../container.ts';
import { consentKind, consentOptions, consentRules } from './consents.ts';
import { contactReading, writerOfContacts } from './contacts.ts';
import { customerOptions, customerReading, customerRules, writerOfCustomers } from './customers.ts';
import { eventOptions, eventReading, eventRules, type EventTarget, eventWriter } from './events.ts';
import type { ByteSource } from './openBytes.ts';
import { orderOptions, orderReading, orderRules, orderWriter, shopCurrency } from './orders.ts';
import { type GroupedRow, readGroups, type ReadToGroups } from './readGroups.ts';
import type { CountingWriter, Counts, ImportKind, Refuse } from './reading.ts';
import type { RejectedRow } from './rejectLine.ts';
import { suppressionKind, suppressionOptions, suppressionRules } from './suppressions.ts';

/** A run of an import as its tasks know it. */
export interface ImportRun {
  readonly kind: ImportKind;
  /** As they were asked for. */
  readonly options: unknown;
  /** What the file is called. */
  readonly name: string;
  /** The beginning of the run. */
  readonly now: number;
}

export interface ImportFile {
  readonly open: () => Promise<ByteSource>;
  /** Told of every row that is taken, in the order of the file. */
  readonly take: (row: GroupedRow) => Promise<void>;
  readonly refuse: (row: RejectedRow) => Promise<void>;
}

/** Hands rows of one part to the store. Rows of one group come in one call, so that equal ones are told apart. */
export interface PartWriter {
  write(items: readonly string[]): Promise<Counts>;
}

type ImportContainer = Pick<Container, 'store' | 'addressKeyOf' | 'settings'>;
type WritingContainer = Pick<Container, 'store' | 'addressKeyOf' | 'settings' | 'inForce' | 'now'>;

/** Rows of orders or customers handed over at once; contacts are committed together, which a table limits. */
const MOST_ROWS = 1_000;
const MOST_CONTACTS = 40;

function partWriter<Item>(writer: CountingWriter<Item>, mostRows: number): PartWriter {
  const parse = (text: string): Item => {
    const item: Item = JSON.parse(text);
    return item;
  };
  return {
    async write(items) {
      const before = writer.counts();
      for (let from = 0; from < items.length; from += mostRows)
        await writer.write(items.slice(from, from + mostRows).map(parse));
      await writer.finish();
      const counted = Object.entries(writer.counts());
      return Object.fromEntries(counted.map(([what, count]) => [what, count - (before[what] ?? 0)]));
    },
  };
}

async function knownCurrency({ store, settings }: ImportContainer): Promise<string | null> {
  return shopCurrency(await store.getValue('currency'), settings.shop.currency);
}

/** Where the events of a file are applied: by the definitions in force when each page is. */
export function eventTarget(container: WritingContainer): EventTarget {
  const { store, addressKeyOf, now } = container;
  return {
    now,
    inForce: async () => {
      const { book, model } = await container.inForce();
      return { book, deps: { store, addressKeyOf, settings: container.settings, model } };
    },
  };
}

/** Reads the whole file. Throws `ImportMisuse`, `Problem` or a `ZodError` where an option or the file cannot be used. */
export async function readImport(
  container: ImportContainer,
  { kind, options, name, now }: ImportRun,
  { open, take, refuse }: ImportFile,
): Promise<ReadToGroups> {
  const source = { file: name, open };
  const to = { ...source, take, refuse };
  switch (kind) {
    case 'orders': {
      const rules = orderRules(orderOptions.parse(options));
      return readGroups(orderReading(rules, { shopCurrency: await knownCurrency(container), now }), to);
    }
    case 'customers': {
      const rules = customerRules(customerOptions.parse(options));
      return readGroups(await customerReading(rules, now, { ...source, isReadTwice: true }), to);
    }
    case 'consents': {
      const rules = consentRules(consentOptions.parse(options), now, name);
      return readGroups(contactReading(consentKind(rules, container)), to);
    }
    case 'suppressions': {
      const rules = suppressionRules(suppressionOptions.parse(options), now, name);
      return readGroups(contactReading(suppressionKind(rules, container)), to);
    }
    case 'events':
      return readGroups(eventReading(eventRules(eventOptions.parse(options), now)), to);
  }
}

/** What writes the rows of one part, from its beginning or on from where it stopped. */
export function writeImport(
  container: WritingContainer,
  { kind, options, name, now }: ImportRun,
  refuse: Refuse,
): PartWriter {
  const { store, addressKeyOf } = container;
  switch (kind) {
    case 'orders':
      return partWriter(orderWriter(orderOptions.parse(options), store), MOST_ROWS);
    case 'customers':
      return partWriter(
        writerOfCustomers(customerOptions.parse(options), { store, addressKeyOf, now }),
        MOST_ROWS,
      );
    case 'consents': {
      const consents = consentKind(consentRules(consentOptions.parse(options), now, name), {
        store,
        addressKeyOf,
      });
      return partWriter(writerOfContacts(consents, store, refuse), MOST_CONTACTS);
    }
    case 'suppressions': {
      const rules = suppressionRules(suppressionOptions.parse(options), now, name);
      const suppressions = suppressionKind(rules, { store, addressKeyOf });
      return partWriter(writerOfContacts(suppressions, store, refuse), MOST_CONTACTS);
    }
    case 'events':
      return partWriter(
        eventWriter(eventRules(eventOptions.parse(options), now), eventTarget(container)),
        MOST_ROWS,
      );
  }
}
