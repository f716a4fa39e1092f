/**
 * Cells of CSV that no spreadsheet runs: one that begins as a formula would, behind whatever nobody sees (blanks, control and
 * format characters), is preceded by an apostrophe, which makes it text. Numbers stay numbers, negative ones too. A cell that
 * begins with apostrophes of its own gets one more, so that reading takes away exactly what writing put there. The rule is
 * OWASP's on CSV injection.
 */
const BEGINS = /^'*(?:[\t\r\n]|[\s\p{C}]*[=+\-@\uff1d\uff0b\uff0d\uff20])/u;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

export function guarded(cell: string): string {
  return BEGINS.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
}

/** The cell as it was before `guarded`. */
export function unguarded(cell: string): string {
  return cell.startsWith("'") && BEGINS.test(cell.slice(1)) ? cell.slice(1) : cell;
}
