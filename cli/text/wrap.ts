/** Text in lines of a width, broken between words; Chinese, and a word too long for a line, between characters. */
import { clip, displayWidth } from './width.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Words with the blank before them; a word that fits on no line of its own as its characters. */
function pieces(text: string, width: number): string[] {
  return text
    .split(/(?=(?<! ) )/)
    .flatMap((word) =>
      displayWidth(word.trimStart()) <= width
        ? [word]
        : Array.from(graphemes.segment(word), ({ segment }) => segment),
    );
}

/** At most `most` lines of at most `width` columns; what does not fit leaves an ellipsis. Never empty. */
export function wrap(text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text, width)) {
    const isLast = lines.length === most - 1;
    if (isLast || line === '' || displayWidth(line + piece) <= width) line += piece;
    else {
      lines.push(line.trim());
      line = piece;
    }
  }
  return [...lines, clip(line.trim(), width)];
}
