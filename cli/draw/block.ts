/**
 * Pieces of a drawing: lines of text with the column its line of travel runs in. Pieces are stacked so that those columns
 * meet, or set side by side. Widths are what a terminal shows, so Chinese text aligns.
 */
import { displayWidth, padEnd } from '../text/width.ts';

export interface Block {
  readonly lines: readonly string[];
  /** Column (from 0) by which travellers come in and go out. */
  readonly axis: number;
  /** Whether they go on below; a block that is not open is where they leave. */
  readonly open: boolean;
}

export function widthOf({ lines }: Pick<Block, 'lines'>): number {
  return Math.max(0, ...lines.map(displayWidth));
}

export function shifted(block: Block, columns: number): Block {
  const blank = ' '.repeat(columns);
  return {
    ...block,
    axis: block.axis + columns,
    lines: block.lines.map((line) => (line === '' ? '' : blank + line)),
  };
}

/** Blocks below each other, their axes in one column. Open as the last is. */
export function stacked(blocks: readonly Block[]): Block {
  const axis = Math.max(0, ...blocks.map((block) => block.axis));
  const aligned = blocks.map((block) => shifted(block, axis - block.axis));
  return { axis, open: aligned.at(-1)?.open ?? true, lines: aligned.flatMap((block) => block.lines) };
}

export interface Row {
  readonly lines: readonly string[];
  /** Axis of each block in the row. */
  readonly axes: readonly number[];
}

/** Blocks beside each other. A shorter one that is open is lengthened by its line of travel. */
export function sideBySide(blocks: readonly Block[], gap: number): Row {
  const height = Math.max(0, ...blocks.map((block) => block.lines.length));
  const axes: number[] = [];
  let lines: string[] = Array.from({ length: height }, () => '');
  let left = 0;
  for (const block of blocks) {
    const filler = block.open ? `${' '.repeat(block.axis)}│` : '';
    const start = left;
    axes.push(start + block.axis);
    lines = lines.map((line, i) => padEnd(line, start) + (block.lines[i] ?? filler));
    left += widthOf(block) + gap;
  }
  return { axes, lines: lines.map((line) => line.trimEnd()) };
}
