/** Box-drawing lines from what they join: which of the four directions a line leaves a cell by. */

const UP = 1;
const DOWN = 2;
const LEFT = 4;
const RIGHT = 8;

const GLYPHS = [
  ...[' ', '╵', '╷', '│'],
  ...['╴', '┘', '┐', '┤'],
  ...['╶', '└', '┌', '├'],
  ...['─', '┴', '┬', '┼'],
];

/**
 * One row that joins `above` columns (their lines end here from above) with `below` columns (their lines begin here), and runs
 * between the outermost of them. Returns the row without trailing blanks.
 */
export function joinRow(above: readonly number[], below: readonly number[]): string {
  const all = [...above, ...below];
  if (all.length === 0) return '';
  const [first, last] = [Math.min(...all), Math.max(...all)];
  return Array.from({ length: last + 1 }, (_, column) => {
    const up = above.includes(column) ? UP : 0;
    const down = below.includes(column) ? DOWN : 0;
    const left = column > first ? LEFT : 0;
    const right = column >= first && column < last ? RIGHT : 0;
    return GLYPHS[up | down | left | right] ?? ' ';
  }).join('');
}
