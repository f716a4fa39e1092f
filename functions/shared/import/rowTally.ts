/** Counts rows and why they were refused, with the first of each reason, whatever is imported. */
import type { FaultCode } from '../../../core/customer/import/rowFault.ts';
import type { RejectedRow } from './rejectLine.ts';

/** How often something was seen, with the first row that showed it. */
export interface Sighting {
  readonly count: number;
  readonly line: number;
  readonly example: string;
}

/** By what is wrong; the first row that showed it with each. */
export type FaultsSeen = ReadonlyMap<string, Sighting & { readonly remedy: string }>;

export interface RowTally {
  readonly rows: number;
  readonly rejected: number;
  readonly faults: ReadonlyMap<FaultCode, Sighting & { readonly remedy: string }>;
}

/** What became of a row on its way to the store. */
export type Taken<Item> =
  | { readonly kind: 'taken'; readonly item: Item }
  /** Waits for a later row it belongs together with. */
  | { readonly kind: 'held' }
  | { readonly kind: 'rejected'; readonly row: RejectedRow };

export interface RowCounter {
  row(): void;
  reject(row: RejectedRow): { readonly kind: 'rejected'; readonly row: RejectedRow };
  tally(): RowTally;
}

const MOST_FAULTS_NAMED = 5;

export function rowCounter(): RowCounter {
  const faults = new Map<FaultCode, Sighting & { remedy: string }>();
  let rows = 0;
  let rejected = 0;
  return {
    row() {
      rows += 1;
    },
    reject(row) {
      rejected += 1;
      const first = faults.get(row.code);
      const example = `${row.field ?? 'row'} ${row.problem}`;
      faults.set(row.code, {
        line: row.line,
        example,
        remedy: row.remedy,
        ...first,
        count: (first?.count ?? 0) + 1,
      });
      return { kind: 'rejected', row };
    },
    tally: () => ({ rows, rejected, faults }),
  };
}

/** A note for each of the commonest reasons. */
export function faultNotes({ faults }: { readonly faults: FaultsSeen }): string[] {
  const byCount = [...faults.values()].sort((a, b) => b.count - a.count);
  return byCount
    .slice(0, MOST_FAULTS_NAMED)
    .map(
      ({ count, line, example, remedy }) => `Refused ${count}, first on line ${line}: ${example}; ${remedy}.`,
    );
}
