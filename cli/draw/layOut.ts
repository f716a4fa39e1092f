/**
 * A journey as one block, top-down. Every step is drawn once; a line that leads to a step drawn elsewhere names it instead.
 * The arms of a branch stand side by side and come together where every path meets, or, where the screen is too narrow for
 * that, below each other along a rail.
 */
import type { JourneyDefinition, JourneyNode, NodeOf } from '../../core/journey/definition.ts';
import { displayWidth } from '../text/width.ts';
import { wrap } from '../text/wrap.ts';
import type { Language } from '../words/language.ts';
import { fill, wordsIn } from '../words/words.ts';
import { type Block, shifted, sideBySide, stacked } from './block.ts';
import { joinsOf } from './joins.ts';
import { joinRow } from './lines.ts';
import { boxBlock, type BoxStyle, gapBlock, wantedWidth } from './nodeBlock.ts';
import { nodeText, type NodeText, type Way, waysOf } from './nodeText.ts';

export type Style = 'side-by-side' | 'rail';

const ARM_GAP = 4;
const RAIL_AXIS = 2;
const RAIL_INDENT = 2;
const MOST_LABEL_LINES = 3;
const LONGEST_LABEL = { 'side-by-side': 32, rail: 60 } as const;
/** No step has this id: arms that never meet stop nowhere. */
const NOWHERE = '';

interface Part {
  readonly kind: 'box' | 'gap' | 'arms' | 'reference';
  readonly block: Block;
}

/** A way on from a step with all it leads to, under what leads along it. */
interface Arm {
  readonly label: readonly string[];
  readonly block: Block;
}

/** A wait that leads two ways is a step of its own, not a gap. */
function isGap(node: JourneyNode): node is NodeOf<'wait'> {
  return node.type === 'wait' && node.missing === undefined;
}

class JourneyLayout {
  private readonly definition: JourneyDefinition;
  private readonly texts: ReadonlyMap<string, NodeText>;
  private readonly joins: ReadonlyMap<string, string>;
  private readonly language: Language;
  private readonly style: Style;
  private readonly boxes: BoxStyle;
  private readonly drawn = new Set<string>();

  constructor(
    definition: JourneyDefinition,
    byNode: Readonly<Record<string, number>>,
    language: Language,
    style: Style,
  ) {
    this.definition = definition;
    this.language = language;
    this.style = style;
    this.joins = joinsOf(definition.nodes);
    const entries = Object.entries(definition.nodes);
    this.texts = new Map(entries.map(([id, node]) => [id, nodeText(id, node, byNode[id] ?? 0, language)]));
    const boxed = entries.filter(([, node]) => !isGap(node)).map(([id]) => this.textOf(id));
    this.boxes = {
      inner: Math.max(0, ...boxed.map(wantedWidth)),
      axisOf: (width) => (style === 'rail' ? RAIL_AXIS : Math.floor(width / 2)),
    };
  }

  draw(): Block {
    return this.chain(this.definition.start, [NOWHERE]);
  }

  private textOf(id: string): NodeText {
    return this.texts.get(id) ?? { title: id, details: [], here: null };
  }

  /** From a step to where people leave, to a step drawn already, or to the innermost of `stops`. */
  private chain(from: string, stops: readonly string[]): Block {
    const parts: Part[] = [];
    let id = from;
    while (id !== stops.at(-1)) {
      const node = this.definition.nodes[id];
      if (node === undefined || this.drawn.has(id) || stops.includes(id)) {
        parts.push({ kind: 'reference', block: this.reference(id) });
        break;
      }
      parts.push(this.step(id, node, id !== this.definition.start));
      const [first, ...others] = this.waysFrom(node);
      if (first === undefined) break;
      if (others.length === 0) {
        id = first.next;
        continue;
      }
      const join = this.joins.get(id) ?? NOWHERE;
      const arms = this.arms([first, ...others], join, stops);
      parts.push({ kind: 'arms', block: arms });
      if (!arms.open) break;
      id = join;
    }
    return assembled(parts);
  }

  /** A jump back is told by its words; only one to a step not drawn yet is drawn as a way of its own. */
  private waysFrom(node: JourneyNode): readonly Way[] {
    const ways = waysOf(node, this.language);
    return node.type === 'jump' && this.drawn.has(node.to) ? ways.slice(1) : ways;
  }

  private step(id: string, node: JourneyNode, entered: boolean): Part {
    this.drawn.add(id);
    const text = this.textOf(id);
    return isGap(node)
      ? { kind: 'gap', block: gapBlock(id, node, text) }
      : { kind: 'box', block: boxBlock(node, text, this.boxes, entered) };
  }

  private reference(id: string): Block {
    const text = fill(wordsIn(this.language).node.to, { node: id });
    return { lines: ['│', text], axis: 0, open: false };
  }

  private arms(parting: readonly Way[], join: string, stops: readonly string[]): Block {
    const usable = this.drawn.has(join) ? NOWHERE : join;
    const arms = parting.map(({ label, next }) => ({
      label: wrap(label, LONGEST_LABEL[this.style], MOST_LABEL_LINES),
      block: this.chain(next, [...stops, usable]),
    }));
    return this.style === 'rail' ? this.alongRail(arms, usable) : besideEachOther(arms);
  }

  private alongRail(arms: readonly Arm[], join: string): Block {
    const goesOn = arms.some(({ block }) => block.open);
    const lines = arms.flatMap(({ label, block }, i) => {
      const last = i === arms.length - 1 && !goesOn;
      const rail = last ? ' ' : '│';
      const closed = block.open ? stacked([block, { ...this.reference(join), open: false }]) : block;
      const arm = shifted(closed, RAIL_AXIS + RAIL_INDENT - closed.axis);
      const head = label.map((text, row) => (row > 0 ? `${rail}   │ ` : last ? '└───┐ ' : '├───┐ ') + text);
      return [...head, ...arm.lines.map((line) => `${rail}${line.slice(1)}`)];
    });
    return { lines, axis: 0, open: goesOn };
  }
}

function besideEachOther(arms: readonly Arm[]): Block {
  const labelled = arms.map(({ label, block }) => {
    const head = label.map((line) => ({
      lines: [line],
      axis: Math.floor(displayWidth(line) / 2),
      open: true,
    }));
    return stacked([...head, block.lines.length === 0 ? { ...block, lines: ['│'] } : block]);
  });
  const { lines, axes } = sideBySide(labelled, ARM_GAP);
  const middle = Math.floor(((axes[0] ?? 0) + (axes.at(-1) ?? 0)) / 2);
  const open = axes.filter((_, i) => labelled[i]?.open);
  const end = open.length === 0 ? [] : [joinRow(open, [middle])];
  return { lines: [joinRow([middle], axes), ...lines, ...end], axis: middle, open: open.length > 0 };
}

/** Between two boxes the line of travel is seen; a gap or the lines of a branch show it themselves. */
function assembled(parts: readonly Part[]): Block {
  if (parts.length === 0) return { lines: [], axis: 0, open: true };
  const line: Block = { lines: ['│'], axis: 0, open: true };
  return stacked(
    parts.flatMap(({ kind, block }, i) =>
      kind === 'box' && parts[i - 1]?.kind === 'box' ? [line, block] : [block],
    ),
  );
}

/** Lines of the drawing without trailing blanks. `byNode` counts the people at each step. */
export function layOut(
  definition: JourneyDefinition,
  byNode: Readonly<Record<string, number>>,
  language: Language,
  style: Style,
): string[] {
  const { lines } = new JourneyLayout(definition, byNode, language, style).draw();
  return lines.map((line) => line.trimEnd());
}
