/** Hands customers to the store in pages, their addresses as keys, and counts what became of each row. */
import type { Person } from '../../../core/customer/person.ts';
import type { AddressKeyOf, ImportedPerson, ImportOutcome, ImportStore } from '../../../core/ports.ts';
import type { Instant } from '../../../core/time.ts';
import type { CustomerRows } from './customerIntake.ts';
import { type PageWriter, pagesInFlight } from './pageWriter.ts';

/** What became of the rows; all of them together are the rows that were not refused. */
export type CustomerCounts = {
  /** People who were not known. */
  readonly accepted: number;
  readonly updated: number;
  readonly unchanged: number;
};

export interface CustomerWriter extends PageWriter<CustomerRows> {
  counts(): CustomerCounts;
}

/** Rows of a customer after the first count as updates where they said something else, unless nothing was new at all. */
function countsOf({ rows, differing }: CustomerRows, outcome: ImportOutcome): CustomerCounts {
  if (outcome === 'unchanged') return { accepted: 0, updated: 0, unchanged: rows };
  const accepted = outcome === 'accepted' ? 1 : 0;
  return { accepted, updated: differing + 1 - accepted, unchanged: rows - 1 - differing };
}

function tally() {
  let counts: CustomerCounts = { accepted: 0, updated: 0, unchanged: 0 };
  return {
    add(item: CustomerRows, outcome: ImportOutcome): void {
      const { accepted, updated, unchanged } = countsOf(item, outcome);
      counts = {
        accepted: counts.accepted + accepted,
        updated: counts.updated + updated,
        unchanged: counts.unchanged + unchanged,
      };
    },
    counts: () => counts,
  };
}

export interface CustomerWriterDeps {
  readonly store: Pick<ImportStore, 'importPeople'>;
  readonly addressKeyOf: AddressKeyOf;
  /** The beginning of the import. */
  readonly now: Instant;
}

export function customerWriter({ store, addressKeyOf, now }: CustomerWriterDeps): CustomerWriter {
  const counted = tally();

  function addressesOf({ email, phone, fieldTimes }: Person): NonNullable<ImportedPerson['addresses']> {
    const told = [
      { channel: 'email', address: email, at: fieldTimes.email },
      { channel: 'sms', address: phone, at: fieldTimes.phone },
    ] as const;
    return told.flatMap(({ channel, address, at }) =>
      address === null ? [] : [{ contactKey: addressKeyOf(channel, address), at: at ?? now }],
    );
  }

  function imported({ told: { person, consents } }: CustomerRows): ImportedPerson {
    return {
      person,
      consents: consents.map(({ address, change }) => ({
        contactKey: addressKeyOf(change.channel, address),
        change,
      })),
      addresses: addressesOf(person),
      undatedAt: now,
    };
  }

  const pages = pagesInFlight(
    async (page: readonly CustomerRows[]) => ({
      page,
      outcomes: await store.importPeople(page.map(imported)),
    }),
    ({ page, outcomes }) => {
      for (const [place, item] of page.entries()) counted.add(item, outcomes[place] ?? 'unchanged');
    },
  );
  return { ...pages, accepted: () => counted.counts().accepted, counts: counted.counts };
}

/** Counts everybody as new and writes nothing. */
export function dryCustomerWriter(): CustomerWriter {
  const counted = tally();
  return {
    write(page) {
      for (const item of page) counted.add(item, 'accepted');
      return Promise.resolve();
    },
    finish: () => Promise.resolve(),
    accepted: () => counted.counts().accepted,
    counts: counted.counts,
  };
}
