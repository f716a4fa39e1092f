import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { JourneyNode, JourneyView } from '../../console/api/journeyTypes.ts';
import type { Box, Line } from '../../console/features/journeys/drawing.ts';
import { layoutSteps } from '../../console/features/journeys/layoutSteps.ts';
import { ENTRY, stepsOf } from '../../console/features/journeys/stepsOf.ts';
import { journeySchema } from '../../core/journey/definition.ts';

type Graph = Pick<JourneyView, 'nodes' | 'start'>;

const send = (next: string): JourneyNode => ({ type: 'send', channel: 'email', template: 't', next });
const wait = (next: string): JourneyNode => ({ type: 'wait', for: '3d', next });
const branch = (otherwise: string, ...nexts: string[]): JourneyNode => ({
  type: 'branch',
  cases: nexts.map((next) => ({ when: { orders: { min: 1 } }, next })),
  otherwise,
});
const end: JourneyNode = { type: 'end' };

describe('stepsOf', () => {
  it('makes a wait part of the way it delays', () => {
    const { steps, ways } = stepsOf({ start: 'w', nodes: { w: wait('a'), a: send('z'), z: end } });
    expect(steps.map(({ id }) => id)).toEqual([ENTRY, 'a', 'z']);
    expect(ways[0]).toEqual({ from: ENTRY, to: 'a', waits: [{ id: 'w', node: wait('a') }], back: false });
  });

  it('puts a step below everything that leads to it', () => {
    const nodes = { a: branch('z', 'b'), b: send('c'), c: send('z'), z: end };
    const layers = Object.fromEntries(
      stepsOf({ start: 'a', nodes }).steps.map(({ id, layer }) => [id, layer]),
    );
    expect(layers).toEqual({ [ENTRY]: 0, a: 1, b: 2, c: 3, z: 4 });
  });

  it('marks a way that leads back, and still ends', () => {
    const { ways } = stepsOf({
      start: 'a',
      nodes: { a: send('w'), w: wait('b'), b: branch('z', 'a'), z: end },
    });
    expect(ways.filter(({ back }) => back)).toEqual([{ from: 'b', to: 'a', waits: [], back: true }]);
  });

  it('survives waits that go round and nodes that do not exist', () => {
    expect(stepsOf({ start: 'w', nodes: { w: wait('v'), v: wait('w') } }).steps).toHaveLength(1);
    expect(stepsOf({ start: 'nowhere', nodes: {} }).ways).toEqual([]);
  });
});

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

interface Drawn {
  readonly missing: number;
  readonly outside: number;
  readonly overlaps: number;
  readonly upwards: number;
}

/** What is wrong with a drawing, counted. */
function faultsOf(graph: Graph): Drawn {
  const steps = stepsOf(graph);
  const { boxes, lines, width, height } = layoutSteps(steps);
  const inside = ({ x, y, width: w, height: h }: Box) => x >= 0 && x + w <= width && y + h <= height;
  const goesUp = ({ points }: Line) => points.some(({ y }, index) => y < (points[index - 1]?.y ?? y));
  return {
    missing: steps.steps.length - boxes.length,
    outside: boxes.filter((box) => !inside(box)).length,
    overlaps: boxes.flatMap((box, index) => boxes.slice(index + 1).filter((other) => overlap(box, other)))
      .length,
    upwards: lines.filter(goesUp).length,
  };
}

const TIDY: Drawn = { missing: 0, outside: 0, overlaps: 0, upwards: 0 };

describe('layoutSteps', () => {
  it('draws a way back as a line of its own', () => {
    const nodes = { a: send('w'), w: wait('b'), b: branch('z', 'a'), z: end };
    const { lines, backs } = layoutSteps(stepsOf({ start: 'a', nodes }));
    expect([lines.length, backs.length]).toEqual([3, 1]);
  });

  const folder = join(import.meta.dirname, '../../workflows/journeys');
  it.each(readdirSync(folder).filter((name) => name.endsWith('.yaml')))(
    'draws the shipped %s tidily',
    (name) => {
      expect(faultsOf(journeySchema.parse(parse(readFileSync(join(folder, name), 'utf8'))))).toEqual(TIDY);
    },
  );

  it('overlaps no two steps and leads every way down, whatever the journey', () => {
    const target = fc.integer({ min: 0, max: 11 }).map((index) => `n${index}`);
    const node = fc.oneof(
      target.map(send),
      target.map(wait),
      fc
        .tuple(target, fc.array(target, { minLength: 1, maxLength: 3 }))
        .map(([first, rest]) => branch(first, ...rest)),
      fc.constant(end),
    );
    const graphs = fc.array(node, { minLength: 12, maxLength: 12 }).map((list) => ({
      start: 'n0',
      nodes: Object.fromEntries(list.map((one, index) => [`n${index}`, one])),
    }));
    fc.assert(
      fc.property(graphs, (graph) => {
        expect(faultsOf(graph)).toEqual(TIDY);
      }),
      { numRuns: 300 },
    );
  });

  it('writes a wait once, however many ways lead into it', () => {
    const nodes = { a: branch('c', 'b'), b: send('w'), c: send('w'), w: wait('z'), z: end };
    expect(layoutSteps(stepsOf({ start: 'a', nodes })).labels).toHaveLength(1);
  });
});
