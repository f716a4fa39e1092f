/**
 * Exploration: in a fixed share of lists chance puts one item, drawn evenly from everything that may be shown, into a place drawn
 * evenly too. So the others are measured against what is shown at random, an item nobody has bought gets seen, and a method that
 * shows only what it showed before is found out. The draw is a function of seed and list: the same list is drawn the same way.
 */
import { chance } from '../../chance.ts';

export interface Draw {
  readonly seed: number;
  /** Of the list; unique. */
  readonly listId: string;
  /** Share of lists that explore, 0 to 1. */
  readonly share: number;
}

export interface Explored {
  readonly place: number;
  readonly item: string;
  /** How likely this very item was to be drawn into this very place. */
  readonly propensity: number;
}

function drawn(among: number, { seed, listId }: Draw, what: string): number {
  return Math.min(among - 1, Math.floor(chance(seed, listId, what) * among));
}

/** Null where the list does not explore, or nothing else may be shown. `poolOf` gives what may be drawn, no item of the list. */
export function explore(length: number, poolOf: () => readonly string[], draw: Draw): Explored | null {
  if (length === 0 || chance(draw.seed, draw.listId, 'explore') >= draw.share) return null;
  const pool = poolOf();
  const item = pool[drawn(pool.length, draw, 'item')];
  if (item === undefined) return null;
  const place = drawn(length, draw, 'place');
  return { place, item, propensity: draw.share / (pool.length * length) };
}
