/** One step of a journey as a block: a box, or for a wait a gap in the line with its duration. */
import { DAY_MS, WEEK_DAYS } from '../../core/time.ts';
import { parseDuration } from '../../core/duration.ts';
import type { JourneyNode, NodeOf } from '../../core/journey/definition.ts';
import { clip, displayWidth, padEnd } from '../text/width.ts';
import { wrap } from '../text/wrap.ts';
import type { Block } from './block.ts';
import type { NodeText } from './nodeText.ts';

const WIDEST = 44;
/** Lines of one detail in a box. */
const MOST_LINES = 3;
const GAP = '┊';

export interface BoxStyle {
  /** Columns of the text in a box. */
  readonly inner: number;
  /** Where the line of travel meets a box of this width. */
  readonly axisOf: (width: number) => number;
}

/** Columns a step's text asks for in a box. */
export function wantedWidth({ title, details, here }: NodeText): number {
  const first = displayWidth(title) + (here === null ? 0 : displayWidth(here) + 2);
  return Math.min(WIDEST, Math.max(first, ...details.map(displayWidth)));
}

function edge(corners: string, width: number, axis: number, knot: string | null): string {
  const line = '─'.repeat(width - 2);
  const bare = `${corners.at(0) ?? ''}${line}${corners.at(-1) ?? ''}`;
  return knot === null ? bare : `${bare.slice(0, axis)}${knot}${bare.slice(axis + 1)}`;
}

function rowsOf({ title, details, here }: NodeText, inner: number): string[] {
  const right = here === null ? '' : `  ${here}`;
  const first = padEnd(clip(title, inner - displayWidth(right)), inner - displayWidth(right)) + right;
  const below = details.flatMap((detail) => wrap(detail, inner, MOST_LINES));
  return [first, ...below.map((line) => padEnd(line, inner))];
}

/** `entered` says whether a line comes in from above. Steps where people leave have round corners and no line below. */
export function boxBlock(
  node: JourneyNode,
  text: NodeText,
  { inner: common, axisOf }: BoxStyle,
  entered: boolean,
): Block {
  const leaves = node.type === 'end' || node.type === 'exit';
  const inner = leaves ? wantedWidth(text) : common;
  const width = inner + 4;
  const axis = axisOf(width);
  const lines = [
    edge(leaves ? '╭╮' : '┌┐', width, axis, entered ? '┴' : null),
    ...rowsOf(text, inner).map((row) => `│ ${row} │`),
    edge(leaves ? '╰╯' : '└┘', width, axis, leaves ? null : '┬'),
  ];
  return { lines, axis, open: !leaves };
}

/** Days a wait is drawn as long as: what is not known beforehand, the wait for a date or a rhythm, as one of a week. */
function typicalDays(node: NodeOf<'wait'>): number {
  if (node.for !== undefined) return (parseDuration(node.for) ?? 0) / DAY_MS;
  if (node.gap !== undefined) return WEEK_DAYS;
  return node.until === undefined || node.until === 'best-hour' || 'time' in node.until ? 0 : WEEK_DAYS;
}

/** Longer waits leave longer gaps: below a day one line, below two weeks three, else five. */
export function gapBlock(id: string, node: NodeOf<'wait'>, { details, here }: NodeText): Block {
  const days = typicalDays(node);
  const blanks = Array.from({ length: days < 1 ? 0 : days < 14 ? 1 : 2 }, () => GAP);
  const label = [...details, id, here].filter((part) => part !== null).join(' · ');
  return { lines: [...blanks, `${GAP}  ${label}`, ...blanks], axis: 0, open: true };
}
