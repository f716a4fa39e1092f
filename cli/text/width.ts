/**
 * How many columns a text takes in a terminal: two for wide East Asian characters and emoji, none for marks that join the
 * character before. Characters whose width Unicode calls ambiguous (box drawing, ●) count as one, as terminals in UTF-8 draw them.
 */

const WIDE =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{1b000}-\u{1b2ff}]|[\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})/u;
const WITHOUT_WIDTH = /^[\p{Mark}\p{Cf}]+$/u;
const PLAIN_ASCII = /^[ -~]*$/;
/** Colour sequences of `colour.ts`: the only escapes that reach a terminal from here. */
// oxlint-disable-next-line no-control-regex -- the escape character is what is looked for
const COLOUR = /\u001b\[[0-9;]*m/g;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function clusterWidth(cluster: string): number {
  if (WITHOUT_WIDTH.test(cluster)) return 0;
  return WIDE.test(cluster) || cluster.includes('\ufe0f') ? 2 : 1;
}

export function displayWidth(text: string): number {
  const bare = text.includes('\u001b') ? text.replaceAll(COLOUR, '') : text;
  if (PLAIN_ASCII.test(bare)) return bare.length;
  let width = 0;
  for (const { segment } of graphemes.segment(bare)) width += clusterWidth(segment);
  return width;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** At most `width` columns; what is cut off leaves an ellipsis. For text without colour. */
export function clip(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const more = clusterWidth(segment);
    if (used + more > width - 1) break;
    kept += segment;
    used += more;
  }
  return `${kept}…`;
}
