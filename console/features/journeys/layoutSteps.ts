/**
 * Places the steps of a journey from the top down. Each layer is a row, centred; a way that skips rows is led through
 * them in a lane of its own, so that it crosses no step. A row below a wait stands further off: the gap is the wait.
 * Units are those of the drawing.
 */
import {
  BETWEEN,
  type Box,
  DOT_SIZE,
  type Drawing,
  GAP,
  LANE_WIDTH,
  type Line,
  MARGIN,
  STEP_HEIGHT,
  STEP_WIDTH,
  WAIT_GAP,
} from './drawing.ts';
import { type Step, type Steps, type Way, wayKey } from './stepsOf.ts';
import { waitLabels, waitsAbove } from './waitLabels.ts';

interface Slot {
  readonly key: string;
  readonly step: Step | null;
  readonly width: number;
}

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

const isDot = (step: Step): boolean => step.node === null || step.node.type === 'end';
const laneKey = (way: Way, layer: number): string => `${wayKey(way)}@${layer}`;

function slotOf(step: Step): Slot {
  return { key: step.id, step, width: isDot(step) ? DOT_SIZE : STEP_WIDTH };
}

/** Rows of slots: the steps of each layer, and a lane for each way that passes it by. */
function rowsOf({ steps, ways }: Steps): Slot[][] {
  const layerOf = new Map(steps.map(({ id, layer }) => [id, layer]));
  const rows: Slot[][] = [];
  for (const step of steps) (rows[step.layer] ??= []).push(slotOf(step));
  for (const way of ways) {
    const [from = 0, to = 0] = [layerOf.get(way.from), layerOf.get(way.to)];
    for (let layer = from + 1; layer < to; layer += 1)
      (rows[layer] ??= []).push({ key: laneKey(way, layer), step: null, width: LANE_WIDTH });
  }
  return rows;
}

/** What leads into a slot: for each key of a row, the keys above it. */
function leadersOf({ steps, ways }: Steps): Map<string, string[]> {
  const layerOf = new Map(steps.map(({ id, layer }) => [id, layer]));
  const leaders = new Map<string, string[]>();
  for (const way of ways.filter(({ back }) => !back)) {
    const to = layerOf.get(way.to) ?? 0;
    let above = way.from;
    for (let layer = (layerOf.get(way.from) ?? 0) + 1; layer <= to; layer += 1) {
      const key = layer === to ? way.to : laneKey(way, layer);
      leaders.set(key, [...(leaders.get(key) ?? []), above]);
      above = key;
    }
  }
  return leaders;
}

/** Slots in the order of the middle of what leads to them, which keeps crossings few. */
function ordered(row: readonly Slot[], leaders: Map<string, string[]>, placed: Map<string, Placed>): Slot[] {
  const middle = ({ key }: Slot) => {
    const above = (leaders.get(key) ?? []).map((leader) => placed.get(leader)?.x ?? 0);
    return above.length === 0 ? 0 : above.reduce((sum, x) => sum + x, 0) / above.length;
  };
  return [...row].sort((a, b) => middle(a) - middle(b));
}

const rowWidth = (row: readonly Slot[]): number =>
  row.reduce((sum, { width }) => sum + width, BETWEEN * (row.length - 1));

function place(graph: Steps): { placed: Map<string, Placed>; width: number; height: number } {
  const rows = rowsOf(graph);
  const leaders = leadersOf(graph);
  const above = waitsAbove(graph);
  const labels = [...above.values()].map(({ length }) => length * (STEP_WIDTH + BETWEEN) - BETWEEN);
  const width = Math.max(...rows.map(rowWidth), ...labels) + 2 * MARGIN;
  const placed = new Map<string, Placed>();
  let y = MARGIN;
  rows.forEach((row, layer) => {
    if (layer > 0) y += above.has(layer) ? WAIT_GAP : GAP;
    const height = Math.max(
      ...row.map(({ step }) => (step !== null && isDot(step) ? DOT_SIZE : STEP_HEIGHT)),
    );
    let left = (width - rowWidth(row)) / 2;
    for (const slot of ordered(row, leaders, placed)) {
      const own = slot.step !== null && isDot(slot.step) ? DOT_SIZE : height;
      placed.set(slot.key, { x: left + slot.width / 2, y, height: own });
      left += slot.width + BETWEEN;
    }
    y += height;
  });
  return { placed, width, height: y + MARGIN };
}

function lineOf(way: Way, layerOf: Map<string, number>, placed: Map<string, Placed>): Line | null {
  const [from, to] = [placed.get(way.from), placed.get(way.to)];
  if (from === undefined || to === undefined) return null;
  const points = [{ x: from.x, y: from.y + from.height }];
  const last = layerOf.get(way.to) ?? 0;
  for (let layer = (layerOf.get(way.from) ?? 0) + 1; layer < last; layer += 1) {
    const lane = placed.get(laneKey(way, layer));
    if (lane !== undefined) points.push({ x: lane.x, y: lane.y }, { x: lane.x, y: lane.y + lane.height });
  }
  points.push({ x: to.x, y: to.y });
  return { way, points };
}

function backLine(way: Way, boxes: readonly Box[]): Line | null {
  const side = (id: string) => {
    const box = boxes.find(({ step }) => step.id === id);
    return box === undefined ? null : { x: box.x, y: box.y + box.height / 2 };
  };
  const [from, to] = [side(way.from), side(way.to)];
  return from === null || to === null ? null : { way, points: [from, to] };
}

/** Where everything goes. */
export function layoutSteps(graph: Steps): Drawing {
  const { placed, width, height } = place(graph);
  const layerOf = new Map(graph.steps.map(({ id, layer }) => [id, layer]));
  const boxes = graph.steps.flatMap((step) => {
    const at = placed.get(step.id);
    const own = isDot(step) ? DOT_SIZE : STEP_WIDTH;
    return at === undefined ? [] : [{ step, x: at.x - own / 2, y: at.y, width: own, height: at.height }];
  });
  const lines = graph.ways.filter(({ back }) => !back).flatMap((way) => lineOf(way, layerOf, placed) ?? []);
  const backs = graph.ways.filter(({ back }) => back).flatMap((way) => backLine(way, boxes) ?? []);
  const labels = waitLabels(graph, [...lines, ...backs], { boxes, width });
  return { width, height, boxes, lines, backs, labels };
}
