/**
 * Where waits are written: in the gap above the step they delay, once however many ways lead through them, and moved apart
 * so that no two overlap.
 */
import {
  BETWEEN,
  type Drawing,
  LABEL_HEIGHT,
  type Line,
  MARGIN,
  STEP_WIDTH,
  WAIT_GAP,
  type WaitLabel,
} from './drawing.ts';
import type { Steps, Way } from './stepsOf.ts';

/** Ways that share their waits, by the row the waits stand above. */
export function waitsAbove({ steps, ways }: Steps): Map<number, Way[][]> {
  const layerOf = new Map(steps.map(({ id, layer }) => [id, layer]));
  const together = new Map<string, Way[]>();
  for (const way of ways.filter(({ waits }) => waits.length > 0)) {
    const key = way.waits.map(({ id }) => id).join(' ');
    together.set(key, [...(together.get(key) ?? []), way]);
  }
  const above = new Map<number, Way[][]>();
  for (const group of together.values()) {
    const layer = layerOf.get(group[0]?.to ?? '') ?? 0;
    above.set(layer, [...(above.get(layer) ?? []), group]);
  }
  return above;
}

/** The middle of the last stretch of a way, where it comes in from above. */
function arrival({ points, way }: Line): number {
  const [before, last] = points.slice(-2);
  if (before === undefined || last === undefined || way.back) return last?.x ?? 0;
  return (before.x + last.x) / 2;
}

/** The numbers as they are wanted, moved apart to at least `least` and kept from `low` to `high`. */
function spread(wanted: readonly number[], least: number, low: number, high: number): number[] {
  const places = [...wanted];
  for (let i = 0; i < places.length; i += 1)
    places[i] = Math.max(places[i] ?? 0, i === 0 ? low : (places[i - 1] ?? 0) + least);
  for (let i = places.length - 1; i >= 0; i -= 1)
    places[i] = Math.min(places[i] ?? 0, i === places.length - 1 ? high : (places[i + 1] ?? 0) - least);
  return places;
}

export function waitLabels(
  graph: Steps,
  lines: readonly Line[],
  drawing: Pick<Drawing, 'boxes' | 'width'>,
): WaitLabel[] {
  return [...waitsAbove(graph).values()].flatMap((groups) => {
    const wanted = groups
      .map((group) => {
        const xs = lines.filter(({ way }) => group.includes(way)).map(arrival);
        return { group, x: xs.reduce((sum, x) => sum + x, 0) / Math.max(1, xs.length) };
      })
      .sort((a, b) => a.x - b.x);
    const half = STEP_WIDTH / 2;
    const [low, high] = [MARGIN + half, drawing.width - MARGIN - half];
    const xs = spread(
      wanted.map(({ x }) => x),
      STEP_WIDTH + BETWEEN,
      low,
      high,
    );
    return wanted.flatMap(({ group: [way] }, i) => {
      const below = drawing.boxes.find(({ step }) => step.id === way?.to);
      if (way === undefined || below === undefined) return [];
      const y = below.y - (WAIT_GAP + LABEL_HEIGHT) / 2;
      return [{ waits: way.waits, x: (xs[i] ?? half) - half, y, width: STEP_WIDTH, height: LABEL_HEIGHT }];
    });
  });
}
