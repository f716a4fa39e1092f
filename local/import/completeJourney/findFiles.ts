/** The six files of the Complete Journey data set in a folder, by their names with or without `cj_`, packed or not. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ImportMisuse } from '../../../core/customer/import/importMisuse.ts';

/** What each file is called: the first that is there is taken. */
const NAMES = {
  demographics: ['demographics'],
  products: ['products'],
  transactions: ['transactions', 'transactions_sample'],
  campaigns: ['campaigns'],
  descriptions: ['campaign_descriptions'],
  redemptions: ['coupon_redemptions'],
} as const;

export type JourneyFile = keyof typeof NAMES;
/** Path of each. */
export type JourneyFiles = Readonly<Record<JourneyFile, string>>;

function fileOf(dir: string, present: ReadonlySet<string>, names: readonly string[]): string {
  const wanted = names
    .flatMap((name) => [`cj_${name}`, name])
    .flatMap((name) => [`${name}.csv`, `${name}.csv.gz`]);
  const found = wanted.find((name) => present.has(name));
  if (found !== undefined) return join(dir, found);
  throw new ImportMisuse(
    'file-not-found',
    `there is no cj_${names[0]}.csv in ${dir}; put the six files of the data set into one folder`,
  );
}

/** Throws `ImportMisuse` where the folder or one of the files is not there. */
export async function findFiles(dir: string): Promise<JourneyFiles> {
  const entries = await readdir(dir).catch((cause: unknown) => {
    throw new ImportMisuse('file-not-found', `there is no folder ${dir}; check the path`, { cause });
  });
  const present = new Set(entries);
  return {
    demographics: fileOf(dir, present, NAMES.demographics),
    products: fileOf(dir, present, NAMES.products),
    transactions: fileOf(dir, present, NAMES.transactions),
    campaigns: fileOf(dir, present, NAMES.campaigns),
    descriptions: fileOf(dir, present, NAMES.descriptions),
    redemptions: fileOf(dir, present, NAMES.redemptions),
  };
}
