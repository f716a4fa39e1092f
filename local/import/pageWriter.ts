/**
 * Hands orders to the store in pages, one page in flight: while the store commits one, the next is read. Pages are
 * submitted in the order of the file, so whatever was committed when the machine stops is a prefix of it.
 */
import type { ImportedOrder, ImportStore } from '../../core/ports.ts';

export interface PageWriter {
  /** Submits a page once the one before it is committed. A failed commit is thrown at the next call. */
  write(page: readonly ImportedOrder[]): Promise<void>;
  /** Resolves when every page is committed. */
  finish(): Promise<void>;
  accepted(): number;
  duplicates(): number;
}

export function storeWriter(store: Pick<ImportStore, 'importOrders' | 'beginImport'>): PageWriter {
  let importId: number | null = null;
  let inFlight: Promise<('accepted' | 'duplicate')[]> = Promise.resolve([]);
  let accepted = 0;
  let duplicates = 0;

  async function finish(): Promise<void> {
    const results = await inFlight;
    inFlight = Promise.resolve([]);
    for (const result of results) {
      if (result === 'accepted') accepted += 1;
      else duplicates += 1;
    }
  }

  return {
    async write(page) {
      await finish();
      importId ??= await store.beginImport();
      inFlight = store.importOrders(page, importId);
      // Met by the next `finish`; without a handler until then, Node would end the process.
      inFlight.catch(() => {});
    },
    finish,
    accepted: () => accepted,
    duplicates: () => duplicates,
  };
}

/** Counts every order as accepted and writes nothing. */
export function dryWriter(): PageWriter {
  let accepted = 0;
  return {
    write(page) {
      accepted += page.length;
      return Promise.resolve();
    },
    finish: () => Promise.resolve(),
    accepted: () => accepted,
    duplicates: () => 0,
  };
}
