/**
 * Hands rows to the store in pages, one page in flight: while the store commits one, the next is read. Pages are
 * submitted in the order of the file, so whatever was committed when the machine stops is a prefix of it.
 */
import type { ImportedOrder, ImportStore } from '../../../core/ports.ts';

export interface PageWriter<Item> {
  /** Submits a page once the one before it is committed. A failed commit is thrown at the next call. */
  write(page: readonly Item[]): Promise<void>;
  /** Resolves when every page is committed. */
  finish(): Promise<void>;
  /** What was new. */
  accepted(): number;
}

interface OrderWriter extends PageWriter<ImportedOrder> {
  duplicates(): number;
  counts(): { readonly accepted: number; readonly duplicates: number };
}

/** One page in flight: `commit` begins the next page, `count` is told what became of one. */
export function pagesInFlight<Item, Result>(
  commit: (page: readonly Item[]) => Promise<Result>,
  count: (result: Result) => void,
): Pick<PageWriter<Item>, 'write' | 'finish'> {
  let inFlight: Promise<Result> | null = null;

  async function finish(): Promise<void> {
    const landing = inFlight;
    if (landing === null) return;
    const result = await landing;
    inFlight = null;
    count(result);
  }

  return {
    async write(page) {
      await finish();
      inFlight = commit(page);
      // Met by the next `finish`; without a handler until then, Node would end the process.
      inFlight.catch(() => {});
    },
    finish,
  };
}

export function storeWriter(store: Pick<ImportStore, 'importOrders' | 'beginImport'>): OrderWriter {
  let importId: number | null = null;
  let accepted = 0;
  let duplicates = 0;
  const pages = pagesInFlight(
    async (page: readonly ImportedOrder[]) => {
      importId ??= await store.beginImport();
      return store.importOrders(page, importId);
    },
    (results) => {
      for (const result of results) {
        if (result === 'accepted') accepted += 1;
        else duplicates += 1;
      }
    },
  );
  return {
    ...pages,
    accepted: () => accepted,
    duplicates: () => duplicates,
    counts: () => ({ accepted, duplicates }),
  };
}

/** Counts every order as accepted and writes nothing. */
export function dryWriter(): OrderWriter {
  let accepted = 0;
  return {
    write(page) {
      accepted += page.length;
      return Promise.resolve();
    },
    finish: () => Promise.resolve(),
    accepted: () => accepted,
    duplicates: () => 0,
    counts: () => ({ accepted, duplicates: 0 }),
  };
}
