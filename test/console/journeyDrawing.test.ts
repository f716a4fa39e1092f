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
const waitOr = (next: string, missing: string): JourneyNode => ({
  type: 'wait',
  until: { trait: 'birthday', yearly: true, offset: '0d', at: '10:00' },
  next,
  missing,
});
const waitFor = (next: string, onTimeout: string): JourneyNode => ({
  type: 'wait-for',
  event: ['Order Completed'],
  timeout: '1h',
  next,
  onTimeout,
});
const experiment = (...nexts: string[]): JourneyNode => ({
  type: 'experiment',
  arms: nexts.map((next, index) => ({ id: `arm-${index}`, share: 1 / nexts.length, next })),
});
const jump = (to: string, next: string): JourneyNode => ({ type: 'jump', to, times: 2, next });
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

  it('tells a jump back by its words alone, and draws one ahead as a way', () => {
    const back = { a: send('w'), w: wait('j'), j: jump('a', 'z'), z: end };
    const ahead = { j: jump('b', 'a'), a: send('z'), b: send('z'), z: end };
    const waysFrom = (start: string, nodes: Graph['nodes']) =>
      stepsOf({ start, nodes }).ways.filter(({ from }) => from === 'j');
    expect(waysFrom('a', back)).toEqual([{ from: 'j', to: 'z', waits: [], back: false }]);
    expect(waysFrom('j', ahead).map(({ to }) => to)).toEqual(['a', 'b']);
  });

  it('makes a wait that leads two ways a step', () => {
    const { steps, ways } = stepsOf({ start: 'w', nodes: { w: waitOr('a', 'z'), a: send('z'), z: end } });
    expect(steps.map(({ id }) => id)).toEqual([ENTRY, 'w', 'a', 'z']);
    expect(ways.filter(({ from }) => from === 'w').map(({ to }) => to)).toEqual(['a', 'z']);
  });

  it('shows how long an event is waited for on the way of those to whom it never came', () => {
    const nodes = { a: waitFor('z', 'w'), w: wait('b'), b: send('z'), z: end };
    const ways = stepsOf({ start: 'a', nodes }).ways.filter(({ from }) => from === 'a');
    expect(ways.map(({ to, waits }) => [to, waits.map(({ node }) => node.for)])).toEqual([
      ['z', []],
      ['b', ['1h', '3d']],
    ]);
  });

  it('leads two ways between the same steps beside each other, where only one of them waits', () => {
    const graph = stepsOf({ start: 'a', nodes: { a: waitFor('w', 'z'), w: wait('z'), z: end } });
    expect(graph.ways.filter(({ from }) => from === 'a')).toHaveLength(2);
    const lanes = layoutSteps(graph).lines.filter(({ way }) => way.from === 'a');
    expect(new Set(lanes.map(({ points }) => points[1]?.x)).size).toBe(2);
  });

  it('survives waits that go round and nodes that do not exist', () => {
    expect(stepsOf({ start: 'w', nodes: { w: wait('v'), v: wait('w') } }).steps).toHaveLength(1);
    expect(stepsOf({ start: 'nowhere', nodes: {} }).ways).toEqual([]);
  });
});

type Area = Pick<Box, 'x' | 'y' | 'width' | 'height'>;
const overlap = (a: Area, b: Area) =>
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
  const { boxes, lines, labels, width, height } = layoutSteps(steps);
  const areas = [...boxes, ...labels];
  const inside = ({ x, y, width: w, height: h }: Area) => x >= 0 && x + w <= width && y + h <= height;
  const goesUp = ({ points }: Line) => points.some(({ y }, index) => y < (points[index - 1]?.y ?? y));
  return {
    missing: steps.steps.length - boxes.length,
    outside: areas.filter((area) => !inside(area)).length,
    overlaps: areas.flatMap((area, index) => areas.slice(index + 1).filter((other) => overlap(area, other)))
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
  it.each(
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.yaml') && !name.endsWith('.test.yaml'),
    ),
  )('draws the shipped %s tidily', (name) => {
    expect(faultsOf(journeySchema.parse(parse(readFileSync(join(folder, name), 'utf8'))))).toEqual(TIDY);
  });

  it('overlaps no two steps or waits and leads every way down, whatever the journey', () => {
    const target = fc.integer({ min: 0, max: 11 }).map((index) => `n${index}`);
    const node = fc.oneof(
      target.map(send),
      target.map(wait),
      fc
        .tuple(target, fc.array(target, { minLength: 1, maxLength: 3 }))
        .map(([first, rest]) => branch(first, ...rest)),
      fc.tuple(target, target).map(([next, missing]) => waitOr(next, missing)),
      fc.tuple(target, target).map(([next, onTimeout]) => waitFor(next, onTimeout)),
      fc.array(target, { minLength: 2, maxLength: 4 }).map((nexts) => experiment(...nexts)),
      fc.tuple(target, target).map(([to, next]) => jump(to, next)),
      target.map((next): JourneyNode => ({ type: 'holdout', share: 0.1, next })),
      target.map((next): JourneyNode => ({ type: 'update', set: { plan: 'gold' }, next })),
      target.map((next): JourneyNode => ({ type: 'start', journey: 'other', next })),
      fc.constant<JourneyNode>({ type: 'exit', reason: 'enough' }),
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
