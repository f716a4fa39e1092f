/**
 * Reads a file of products into a catalogue, with the rows that cannot be read beside it. Where a file names an item twice the
 * later row stands. It writes nothing but the reject file: a catalogue takes the place of the one before it as a whole.
 */
import { parseFieldMap } from '../../core/customer/import/fieldMap.ts';
import { ImportMisuse } from '../../core/customer/import/importMisuse.ts';
import { mapProduct, PRODUCT_FIELDS } from '../../core/customer/import/mapProduct.ts';
import { isCurrencyCode } from '../../core/currency.ts';
import { type Catalogue, type CatalogueItem, MOST_CATALOGUE_ITEMS } from '../../core/recommend/catalogue.ts';
import { contactReading, type PlacedRow } from '../../functions/shared/import/contacts.ts';
import { openRows } from '../../functions/shared/import/openRows.ts';
import type { PageWriter } from '../../functions/shared/import/pageWriter.ts';
import { notesOf } from '../../functions/shared/import/reading.ts';
import { importRows, refuseOverwriting } from './importRows.ts';
import { openFile } from './openFile.ts';
import { rejectFile } from './rejectFile.ts';

export interface CatalogueFile {
  readonly file: string;
  /** `item=COLUMN,…`; left out where the columns have the fields' own names. */
  readonly map?: string;
  readonly currency: string;
  readonly encoding?: string;
  /** Path of the reject file. */
  readonly rejectFile: string;
}

export interface CatalogueRead {
  readonly catalogue: Catalogue;
  readonly rejected: number;
  /** Null when nothing was refused. */
  readonly rejectFile: string | null;
  readonly notes: readonly string[];
}

const EXAMPLE = '--map item=sku,name=title,price=price,cost=cost,stock=on_hand,category=type,durable=durable';

function collecting(into: Map<string, CatalogueItem>): PageWriter<PlacedRow<CatalogueItem>> {
  let repeated = 0;
  return {
    write: async (page) => {
      for (const { row } of page) {
        if (into.has(row.item)) repeated += 1;
        into.set(row.item, row);
      }
      if (into.size > MOST_CATALOGUE_ITEMS)
        throw new ImportMisuse(
          'file-not-rows',
          `a catalogue has at most ${MOST_CATALOGUE_ITEMS} items; leave out what is no longer sold`,
        );
    },
    finish: () => Promise.resolve(),
    accepted: () => into.size + repeated,
  };
}

function currencyOf(text: string): string {
  const currency = text.trim().toUpperCase();
  if (isCurrencyCode(currency)) return currency;
  throw new ImportMisuse(
    'currency-invalid',
    `--currency must be an ISO 4217 code such as USD; got "${text}"`,
  );
}

/** Throws `ImportMisuse` where an option or the file is wrong. */
export async function readCatalogue(options: CatalogueFile): Promise<CatalogueRead> {
  const { file } = options;
  const currency = currencyOf(options.currency);
  const reading = contactReading<CatalogueItem>({
    fields: PRODUCT_FIELDS,
    oneOf: ['item'],
    map:
      options.map === undefined
        ? null
        : parseFieldMap(options.map, { fields: PRODUCT_FIELDS, example: EXAMPLE }),
    encoding: options.encoding,
    dryRun: false,
    mapRow: (cells) => mapProduct(cells, currency),
    groupOf: () => 0,
  });
  await refuseOverwriting(file, options.rejectFile);
  const { formats, encoding, intake } = reading;
  const rows = await openRows({ file, open: () => openFile(file), formats, encoding });
  const items = new Map<string, CatalogueItem>();
  const writer = collecting(items);
  await importRows({ rows, intake, rejects: rejectFile(options.rejectFile), writer, what: 'products' }, {});
  const tally = intake.tally();
  const repeated = writer.accepted() - items.size;
  const twice = `${repeated} rows name an item of an earlier row; the later row stands.`;
  const { before, after } = reading.notes(rows.notes());
  return {
    catalogue: { currency, items: [...items.values()] },
    rejected: tally.rejected,
    rejectFile: tally.rejected === 0 ? null : options.rejectFile,
    notes: notesOf({ before: [...before, ...(repeated === 0 ? [] : [twice])], after }, tally),
  };
}
