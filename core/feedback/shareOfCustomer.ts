/**
 * What part of a customer's buying in a category is ours: of the money (share of wallet), of the purchases (share of purchase)
 * and of the visits (share of visits). What they do elsewhere is never in a shop's own records, so it must be told, by a survey
 * or a panel: where it is not known the share is not known either, and null.
 */

export interface OursAndAll {
  /** With this shop. */
  readonly ours: number;
  /** In the category, this shop included; null where it is not known. */
  readonly all: number | null;
}

/**
 * A share of 0 to 1; null where the whole is not known or nothing. Throws `RangeError` where a figure is below 0 or the part is
 * more than the whole.
 */
export function shareOf({ ours, all }: OursAndAll): number | null {
  if (!(ours >= 0)) throw new RangeError(`${ours} with this shop is less than nothing`);
  if (all === null) return null;
  if (!(all >= ours)) throw new RangeError(`${ours} with this shop is more than the ${all} in all`);
  return all === 0 ? null : ours / all;
}

export interface ShareOfMany {
  /** Customers whose whole is known. */
  readonly known: number;
  readonly unknown: number;
  /** All that is ours over all there is, of those whose whole is known. */
  readonly share: number | null;
  /** Mean of the customers' own shares. */
  readonly mean: number | null;
}

/** Throws `RangeError` as `shareOf` does. */
export function shareOfMany(rows: readonly OursAndAll[]): ShareOfMany {
  const known = rows.flatMap(({ ours, all }) => {
    const share = shareOf({ ours, all });
    return share === null || all === null ? [] : [{ ours, all, share }];
  });
  const sum = (of: (row: (typeof known)[number]) => number) =>
    known.reduce((total, row) => total + of(row), 0);
  const isKnown = known.length > 0;
  return {
    known: known.length,
    unknown: rows.length - known.length,
    share: isKnown ? sum((row) => row.ours) / sum((row) => row.all) : null,
    mean: isKnown ? sum((row) => row.share) / known.length : null,
  };
}
