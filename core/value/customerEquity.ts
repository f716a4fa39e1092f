/**
 * Customer equity: the lifetime value of all customers a firm has and may yet win (Blattberg & Deighton 1996; Rust,
 * Lemon & Zeithaml 2004). Current customers count with what they are still to bring; potential ones with what they
 * would bring, times the chance to win them, less what winning costs whether it succeeds or not. The three drivers,
 * value, brand and relationship equity, are shares by which a shop says what its equity rests on.
 */

export interface CurrentCustomers {
  readonly name: string;
  readonly customers: number;
  /** Sum of their lifetime values to come, in money. */
  readonly value: number;
}

export interface PotentialCustomers {
  readonly name: string;
  readonly prospects: number;
  /** Share of the prospects that will be won, 0 to 1. */
  readonly winRate: number;
  /** Lifetime value of one who is won, from the first order on, in money. */
  readonly valueEach: number;
  /** Spent per prospect; default 0. */
  readonly costEach?: number;
}

export const EQUITY_DRIVERS = ['value', 'brand', 'relationship'] as const;
export type EquityDriver = (typeof EQUITY_DRIVERS)[number];

export interface EquityInput {
  readonly current: readonly CurrentCustomers[];
  readonly potential: readonly PotentialCustomers[];
  /** Importance of each driver, in any unit, 0 or more; without them there is no split. */
  readonly drivers?: Readonly<Record<EquityDriver, number>>;
}

export interface EquityGroup {
  readonly name: string;
  readonly kind: 'current' | 'potential';
  readonly customers: number;
  readonly equity: number;
  /** Of the whole; null where the whole is 0. */
  readonly share: number | null;
}

export interface CustomerEquity {
  readonly total: number;
  readonly current: number;
  readonly potential: number;
  readonly groups: readonly EquityGroup[];
  readonly drivers: readonly {
    readonly driver: EquityDriver;
    readonly share: number;
    readonly equity: number;
  }[];
}

function driversOf(total: number, weights: EquityInput['drivers']): CustomerEquity['drivers'] {
  if (weights === undefined) return [];
  if (EQUITY_DRIVERS.some((driver) => !(weights[driver] >= 0)))
    throw new RangeError('the importance of a driver is 0 or more');
  const sum = EQUITY_DRIVERS.reduce((all, driver) => all + weights[driver], 0);
  if (sum === 0) return [];
  return EQUITY_DRIVERS.map((driver) => {
    const share = weights[driver] / sum;
    return { driver, share, equity: share * total };
  });
}

/** Adds up the groups. Throws RangeError for a win rate outside 0 to 1 and for a negative importance. */
export function customerEquity({ current, potential, drivers }: EquityInput): CustomerEquity {
  const now = current.map(({ name, customers, value }) => ({
    name,
    kind: 'current' as const,
    customers,
    equity: value,
  }));
  const later = potential.map(({ name, prospects, winRate, valueEach, costEach = 0 }) => {
    if (!(winRate >= 0 && winRate <= 1)) throw new RangeError(`a win rate of ${winRate} is no share`);
    const equity = prospects * (winRate * valueEach - costEach);
    return { name, kind: 'potential' as const, customers: prospects * winRate, equity };
  });
  const sumOf = (groups: readonly { readonly equity: number }[]): number =>
    groups.reduce((sum, { equity }) => sum + equity, 0);
  const total = sumOf(now) + sumOf(later);
  const groups = [...now, ...later].map((group) => ({
    ...group,
    share: total === 0 ? null : group.equity / total,
  }));
  return { total, current: sumOf(now), potential: sumOf(later), groups, drivers: driversOf(total, drivers) };
}
