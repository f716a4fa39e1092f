/**
 * Random journeys and random edits of them: nodes in a list, each leading on to later ones, jumps back to earlier ones. An
 * edit adds, removes, replaces and moves nodes; only what the lint would let be published is.
 */
import fc from 'fast-check';
import type { JourneyDefinition } from '../../../core/journey/definition.ts';
import { lintJourney } from '../../../core/journey/lint.ts';
import { aJourney, someSettings } from '../../support/builders.ts';
import { END, type Nodes } from '../../support/steps.ts';

const KINDS = [
  'send',
  'wait',
  'wait-for',
  'branch',
  'experiment',
  'holdout',
  'update',
  'start',
  'jump',
] as const;

/** A node whose ways on are numbers: how far ahead (of a jump: back) they lead. */
interface Sketch {
  readonly id: number;
  readonly kind: (typeof KINDS)[number];
  readonly ways: readonly [number, number];
  /** Of a wait in hours, of a jump how often. */
  readonly size: number;
}

export type Change =
  | { readonly kind: 'insert'; readonly at: number; readonly sketch: Sketch }
  | { readonly kind: 'remove'; readonly at: number }
  | { readonly kind: 'replace'; readonly at: number; readonly sketch: Sketch }
  | { readonly kind: 'move'; readonly at: number; readonly to: number };

const place = fc.integer({ min: 0, max: 9 });
const sketch: fc.Arbitrary<Sketch> = fc.record({
  id: fc.nat(15),
  kind: fc.oneof(
    { weight: 4, arbitrary: fc.constant('send' as const) },
    { weight: 4, arbitrary: fc.constantFrom('wait' as const, 'wait-for' as const) },
    { weight: 7, arbitrary: fc.constantFrom(...KINDS) },
  ),
  ways: fc.tuple(fc.constantFrom(0, 0, 0, 0, 0, 1), fc.integer({ min: 0, max: 3 })),
  size: fc.integer({ min: 1, max: 3 }),
});

export const sketches = fc.array(sketch, { minLength: 6, maxLength: 12 });
export const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('insert' as const), at: place, sketch }),
    fc.record({ kind: fc.constant('remove' as const), at: place }),
    fc.record({ kind: fc.constant('replace' as const), at: place, sketch }),
    fc.record({ kind: fc.constant('move' as const), at: place, to: place }),
  ),
  { minLength: 1, maxLength: 4 },
);

function nodeOf(one: Sketch, ahead: (way: number) => string, back: (way: number) => string): Nodes[string] {
  const [near, far] = [ahead(one.ways[0]), ahead(one.ways[1])];
  switch (one.kind) {
    case 'send':
      return { type: 'send', template: 'hello', next: near };
    case 'wait':
      return { type: 'wait', for: `${one.size}h`, next: near };
    case 'wait-for':
      return { type: 'wait-for', event: ['A', 'B'], timeout: `${one.size}h`, next: near, onTimeout: far };
    case 'branch':
      return {
        type: 'branch',
        cases: [{ when: { trait: 'odd', equals: true }, next: near }],
        otherwise: far,
      };
    case 'experiment':
      return {
        type: 'experiment',
        arms: [
          { id: 'a', share: 0.5, next: near },
          { id: 'b', share: 0.5, next: far },
        ],
      };
    case 'holdout':
      return { type: 'holdout', share: 0.5, next: near };
    case 'update':
      return { type: 'update', set: { odd: one.size % 2 === 1 }, next: near };
    case 'start':
      return { type: 'start', journey: 'other', next: near };
    case 'jump':
      return { type: 'jump', to: back(one.ways[1]), times: one.size, next: near };
  }
}

/** The journey of a list of sketches, in which only the first of an id counts. */
export function journeyOf(list: readonly Sketch[]): JourneyDefinition {
  const once = list.filter(({ id }, index) => list.findIndex((other) => other.id === id) === index);
  const idAt = (index: number) => (once[index] === undefined ? 'done' : `n${once[index].id}`);
  const nodes = once.map((one, index) => {
    const ahead = (way: number) => idAt(index + 1 + way);
    const back = (way: number) => (index === 0 ? ahead(way) : idAt(Math.max(0, index - 1 - way)));
    return [`n${one.id}`, nodeOf(one, ahead, back)] as const;
  });
  return aJourney({
    reentry: 'always',
    start: idAt(0),
    exits: [{ on: 'event', event: 'Left' }],
    nodes: { ...Object.fromEntries(nodes), done: END },
  });
}

/** The list after an edit. */
export function edited(list: readonly Sketch[], edits: readonly Change[]): Sketch[] {
  const after = [...list];
  for (const edit of edits) {
    const at = edit.at % Math.max(1, after.length);
    const known = after[at];
    if (edit.kind === 'insert') after.splice(at, 0, edit.sketch);
    else if (known === undefined) continue;
    else if (edit.kind === 'replace') after[at] = { ...edit.sketch, id: known.id };
    else if (after.length > 1) {
      after.splice(at, 1);
      if (edit.kind === 'move') after.splice(edit.to % (after.length + 1), 0, known);
    }
  }
  return after;
}

const CONTEXT = { templates: new Set(['hello']), messages: someSettings().messages };

/** Whether it could be published; an island forbids it too, and does nobody harm. */
export function isSound(definition: JourneyDefinition): boolean {
  const findings = lintJourney(definition, CONTEXT);
  return findings.every(({ severity, code }) => severity === 'warning' || code === 'unreachable');
}
