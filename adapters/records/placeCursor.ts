/** Cursors of stores that count their rows: the place of the last one seen, as a text. */

/** The place behind which the next page begins, 0 for the first; null for a text that is no such cursor. */
export function placeOfCursor(cursor: string | null): number | null {
  if (cursor === null) return 0;
  return /^\d{1,15}$/.test(cursor) ? Number(cursor) : null;
}
