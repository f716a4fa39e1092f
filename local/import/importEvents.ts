/** Imports a file of what happened, in pages. Rows are refused one by one into the reject file; the same file again adds nothing. */
import {
  eventReading,
  type EventRules,
  type EventTarget,
  eventWriter,
} from '../../functions/shared/import/events.ts';
import { openRows } from '../../functions/shared/import/openRows.ts';
import { notesOf } from '../../functions/shared/import/reading.ts';
import type { ImportReport } from './importOrders.ts';
import { type ImportControl, importRows, refuseOverwriting } from './importRows.ts';
import { openFile } from './openFile.ts';
import { rejectFile } from './rejectFile.ts';

export interface EventImport extends ImportControl, EventRules {
  readonly file: string;
  readonly target: EventTarget;
  /** Path of the reject file. */
  readonly rejectFile: string;
}

const PAGE_ROWS = 1_000;

/** Throws as `importOrders` does. */
export async function importEvents(options: EventImport): Promise<ImportReport> {
  const { file } = options;
  const reading = eventReading(options);
  await refuseOverwriting(file, options.rejectFile);
  const { formats, encoding, intake } = reading;
  const rows = await openRows({ file, open: () => openFile(file), formats, encoding });
  const writer = eventWriter(options, options.target);
  const rejects = rejectFile(options.rejectFile);
  await importRows({ rows, intake, rejects, writer, pageRows: PAGE_ROWS, what: 'events' }, options);
  const tally = intake.tally();
  const { accepted = 0, duplicates = 0 } = writer.counts();
  return {
    accepted,
    duplicates,
    rejected: tally.rejected,
    rejectFile: tally.rejected === 0 ? null : options.rejectFile,
    notes: notesOf(reading.notes(rows.notes()), tally),
  };
}
