/**
 * Blocks: parts that templates share, put in at publish where `{% render 'id' %}` stands. Into MJML goes the block's `mjml`,
 * into every other field its `text`, in the language the template is read in. A block may hold others. What is put into MJML
 * stands on one line, so that the lines of the template stay those its author counts.
 */
import { type BlockSource, templateLocale, type TemplateSource } from '../../core/message/template.ts';

export type Blocks = ReadonlyMap<string, BlockSource>;

export const NO_BLOCKS: Blocks = new Map();

/** A block in a block in a block: no deeper. */
const DEEPEST = 5;

const TAG = /\{%-?\s*render\s+(?:'([a-z][a-z0-9-]{0,63})'|"([a-z][a-z0-9-]{0,63})")\s*-?%\}/g;

export interface BlockProblem {
  /** 1-based line of the field. */
  readonly line: number;
  readonly message: string;
}

export interface Expanded {
  readonly text: string;
  readonly problems: readonly BlockProblem[];
}

function idsIn(text: string): string[] {
  return [...text.matchAll(TAG)].map(([, single, double]) => single ?? double ?? '');
}

/** Ids of the blocks a template or a block names itself, each once. */
export function blocksNamed({ locales }: TemplateSource | BlockSource): string[] {
  const texts = Object.values<Readonly<Record<string, unknown>>>(locales).flatMap((variant) =>
    Object.values(variant).filter((field) => typeof field === 'string'),
  );
  return [...new Set(texts.flatMap(idsIn))].sort();
}

/** Ids of all blocks it holds, those in blocks among them; unknown ones too. */
export function blocksWithin(source: TemplateSource | BlockSource, blocks: Blocks): Set<string> {
  const found = new Set<string>();
  const open = blocksNamed(source);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    const block = blocks.get(id);
    if (block !== undefined) open.push(...blocksNamed(block));
  }
  return found;
}

/** The field without its blocks, so that what the author wrote is judged on its own lines. */
export function withoutBlocks(text: string): string {
  return text.replace(TAG, '');
}

interface Place {
  readonly field: 'mjml' | 'text';
  readonly locale: string;
  readonly blocks: Blocks;
}

/** What a block says in a place. Throws a text that says why it cannot stand there. */
function contentOf(id: string, { field, locale, blocks }: Place, within: readonly string[]): string {
  const block = blocks.get(id);
  if (block === undefined) throw new Error(`there is no block "${id}": publish it first`);
  if (within.includes(id)) throw new Error(`the block "${id}" holds itself: ${[...within, id].join(' → ')}`);
  if (within.length >= DEEPEST) throw new Error(`blocks stand more than ${DEEPEST} deep in each other`);
  const content = block.locales[templateLocale(locale, locale, Object.keys(block.locales))]?.[field];
  if (content === undefined) throw new Error(`the block "${id}" has no ${field} in ${locale}`);
  const whole = content.replace(TAG, (_, single?: string, double?: string) =>
    contentOf(single ?? double ?? '', { field, locale, blocks }, [...within, id]),
  );
  return field === 'mjml' ? whole.trim().replace(/\s*\n\s*/g, ' ') : whole.trimEnd();
}

/** The field with its blocks put in; one that cannot stand there is left out, and a problem. */
export function expandBlocks(text: string, place: Place): Expanded {
  const problems: BlockProblem[] = [];
  const expanded = text.replace(
    TAG,
    (_, single: string | undefined, double: string | undefined, at: number) => {
      try {
        return contentOf(single ?? double ?? '', place, []);
      } catch (failure) {
        const line = text.slice(0, at).split('\n').length;
        problems.push({ line, message: failure instanceof Error ? failure.message : String(failure) });
        return '';
      }
    },
  );
  return { text: expanded, problems };
}
