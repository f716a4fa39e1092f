/**
 * The one seed of the suites' own randomness: PERENNIAL_SEED, which `.ci/run` takes from the commit, so every commit is
 * tried with other cases and any failure can be repeated. Without it the cases are the same each time.
 */
const SEED_BY_DEFAULT = 20_260_101;

/** A 32-bit integer. Throws when PERENNIAL_SEED is set and is not a whole number. */
export function readSeed(environment: Readonly<Record<string, string | undefined>>): number {
  const text = environment['PERENNIAL_SEED'];
  if (text === undefined || text === '') return SEED_BY_DEFAULT;
  const seed = Number(text);
  if (!Number.isSafeInteger(seed)) throw new Error(`PERENNIAL_SEED must be a whole number, not "${text}"`);
  return seed | 0;
}

export const seed = readSeed(process.env);
