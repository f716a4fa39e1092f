/** What is said to the user after an import beside its figures: what was assumed, ignored or likely meant otherwise. */
import type { OrderColumnMap } from '../../../core/customer/import/columnMap.ts';
import type { IntakeTally } from './orderIntake.ts';
import type { RowTally } from './rowTally.ts';

function readingNotes({ readings }: IntakeTally): string[] {
  const thousands = readings.get('comma-thousands');
  const decimals = readings.get('dot-decimal');
  return [
    ...(thousands === undefined
      ? []
      : [
          `${thousands.count} amounts such as "${thousands.example}" (line ${thousands.line}) were read with the comma as thousands separator, because exactly three digits follow it.`,
        ]),
    ...(decimals === undefined
      ? []
      : [
          `${decimals.count} amounts such as "${decimals.example}" (line ${decimals.line}) were read with the dot as decimal point; if it separates thousands, write them without it.`,
        ]),
  ];
}

function orderNotes({ repeatedIds }: IntakeTally, map: OrderColumnMap): string[] {
  if (map.item !== undefined && map.order === undefined)
    return [
      'item is mapped but order is not, so every row is an order of its own; add order=COLUMN to keep the lines of an order together.',
    ];
  if (repeatedIds === 0) return [];
  return [
    `${repeatedIds} rows repeat the order id of an earlier row and count as duplicates; if each row is a line of an order, add item=COLUMN to --map (and quantity=, price=) so that their amounts add up.`,
  ];
}

/** Beside those about refused rows, which stand between the two. */
export interface NotesAround {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export function emptyNotes({ rows }: RowTally): string[] {
  return rows === 0 ? ['The file has a header but no rows; nothing was imported.'] : [];
}

/** Notes of an import of orders, in the order they should be read. */
export function orderNotesAround(
  tally: IntakeTally,
  context: {
    readonly map: OrderColumnMap;
    readonly dryRun: boolean;
    readonly columnNotes: readonly string[];
  },
): NotesAround {
  const { map, dryRun, columnNotes } = context;
  return {
    before: [...emptyNotes(tally), ...columnNotes, ...orderNotes(tally, map), ...readingNotes(tally)],
    after: dryRun
      ? [
          'Dry run: nothing was written. Which orders the shop already has is known only on import, so none is counted as a duplicate.',
        ]
      : [],
  };
}
