/**
 * The lots of an account while it changes: kept in the order they lapse, taken from the front. Few are kept: beyond `MOST_LOTS`
 * the two that lapse first of those that can be spent become one, which lapses when the later does.
 */
import { compareText } from '../textOrder.ts';
import type { Instant } from '../time.ts';
import type { Lot } from './account.ts';
import type { Taken } from './entry.ts';

export const MOST_LOTS = 120;

/** Soonest to lapse first; what never lapses last. */
function inOrder(a: Lot, b: Lot): number {
  const [x, y] = [a.expiresAt ?? Number.POSITIVE_INFINITY, b.expiresAt ?? Number.POSITIVE_INFINITY];
  if (x !== y) return x - y;
  return a.earnedAt - b.earnedAt || compareText(a.op, b.op);
}

export const isSpendable = ({ maturesAt }: Lot): boolean => maturesAt === null;

export function pointsOf(taken: readonly Pick<Taken, 'points'>[]): number {
  return taken.reduce((sum, { points }) => sum + points, 0);
}

export class Lots {
  private readonly lots: Lot[];

  constructor(lots: readonly Lot[]) {
    this.lots = [...lots];
  }

  get all(): readonly Lot[] {
    return this.lots;
  }

  put(lot: Lot): void {
    let place = this.lots.length;
    while (place > 0 && inOrder(lot, this.lots[place - 1] ?? lot) < 0) place -= 1;
    this.lots.splice(place, 0, lot);
    if (this.lots.length > MOST_LOTS) this.joinFirst();
  }

  private joinFirst(): void {
    const first = this.lots.findIndex(isSpendable);
    const second = this.lots.findIndex((lot, place) => place > first && isSpendable(lot));
    const [a, b] = [this.lots[first], this.lots[second]];
    if (a === undefined || b === undefined) return;
    this.lots[second] = { ...b, points: a.points + b.points };
    this.lots.splice(first, 1);
  }

  /** A lot whose points can be spent, after `debt` is paid from it; the debt that is left. */
  putSpendable(lot: Lot, debt: number): number {
    const paid = Math.min(debt, lot.points);
    if (lot.points > paid) this.put({ ...lot, points: lot.points - paid, maturesAt: null });
    return debt - paid;
  }

  /** Takes up to `most` points from lots that match, first to lapse first; what was taken of each. */
  take(most: number, matches: (lot: Lot) => boolean): Taken[] {
    const taken: Taken[] = [];
    let left = most;
    for (let place = 0; place < this.lots.length && left > 0; ) {
      const lot = this.lots[place];
      if (lot === undefined || !matches(lot)) {
        place += 1;
        continue;
      }
      const points = Math.min(left, lot.points);
      taken.push({ op: lot.op, points, earnedAt: lot.earnedAt, expiresAt: lot.expiresAt });
      left -= points;
      if (points < lot.points) {
        this.lots[place] = { ...lot, points: lot.points - points };
        place += 1;
      } else this.lots.splice(place, 1);
    }
    return taken;
  }

  takeAll(): readonly Lot[] {
    return this.lots.splice(0);
  }

  /** All of them lapse at another moment now, and nobody was told of it. */
  lapseAt(expiresAt: Instant | null): void {
    this.lots.forEach((lot, place) => {
      this.lots[place] = { ...lot, expiresAt, told: null };
    });
    this.lots.sort(inOrder);
  }

  /** Marks lots whose lapsing was told so many days before. */
  markTold(days: number, isTold: (lot: Lot) => boolean): void {
    this.lots.forEach((lot, place) => {
      if (isTold(lot)) this.lots[place] = { ...lot, told: days };
    });
  }
}
