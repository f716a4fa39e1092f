/** Reads a file of any kind to its end: rows that are taken leave as text with their group, refused ones one by one. */
import type { NotesAround } from './importNotes.ts';
import type { ByteSource } from './openBytes.ts';
import { openRows } from './openRows.ts';
import type { ImportReading } from './reading.ts';
import type { RejectedRow } from './rejectLine.ts';
import type { RowTally } from './rowTally.ts';

/** A row on its way to the store. */
export interface GroupedRow {
  readonly group: number;
  /** JSON. */
  readonly item: string;
}

export interface ReadToGroups {
  readonly tally: RowTally;
  readonly notes: NotesAround;
}

export async function readGroups<Cells, Item>(
  reading: ImportReading<Cells, Item>,
  to: {
    readonly file: string;
    readonly open: () => Promise<ByteSource>;
    readonly take: (row: GroupedRow) => Promise<void>;
    readonly refuse: (row: RejectedRow) => Promise<void>;
  },
): Promise<ReadToGroups> {
  const { formats, encoding, intake } = reading;
  const rows = await openRows({ ...to, formats, encoding });
  const give = (item: Item) => to.take({ group: reading.groupOf(item), item: JSON.stringify(item) });
  try {
    for await (const batch of rows.batches) {
      for (const row of batch) {
        const taken = intake.take(row);
        if (taken.kind === 'taken') await give(taken.item);
        if (taken.kind === 'rejected') await to.refuse(taken.row);
      }
    }
    for (const item of intake.rest?.() ?? []) await give(item);
  } finally {
    rows.close();
  }
  return { tally: intake.tally(), notes: reading.notes(rows.notes()) };
}
