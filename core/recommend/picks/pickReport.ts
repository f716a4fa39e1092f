/**
 * What came of recommendations: how many items were shown, followed and bought, by slot, by what chose them, and for whom; and what
 * choosing brought over chance, from the items chance drew in some lists. Both are shown in places drawn evenly, so their shares
 * compare; the intervals take items as independent, which those of one person are not quite.
 *
 * From the same counts, those of older lists counting less, comes how much each way of choosing weighs from now on: the share of
 * its items that was followed or bought, drawn towards that of the slot as a whole as if `PRIOR_ITEMS` had been shown, over the
 * latter. It is a share of what was shown, so showing more of a thing makes it weigh no more.
 */
import type { Arms, Conversions } from '../../experiment/interval.ts';
import { katz } from '../../experiment/katz.ts';
import { newcombe } from '../../experiment/newcombe.ts';
import type { RelativeLift } from '../../experiment/relativeLift.ts';
import { DAY_MS, type Instant } from '../../time.ts';
import type { MethodWeights } from '../personal.ts';
import { type Slot, SLOTS } from '../slots.ts';
import type { PickList, PickOutcome, ShownItem } from './pickLog.ts';

export interface Counts {
  readonly shown: number;
  readonly clicked: number;
  readonly bought: number;
}

interface Counting {
  shown: number;
  clicked: number;
  bought: number;
}

type Groups = Map<string, Counting>;

function addTo(groups: Groups, name: string, { shown, clicked, bought }: Counts): void {
  const known = groups.get(name) ?? { shown: 0, clicked: 0, bought: 0 };
  known.shown += shown;
  known.clicked += clicked;
  known.bought += bought;
  groups.set(name, known);
}

export interface NamedCounts extends Counts {
  readonly name: string;
}

export interface PickLift {
  readonly difference: number | null;
  readonly interval: readonly [number, number] | null;
  readonly relative: RelativeLift | null;
}

export interface PickReport {
  readonly customers: number;
  /** Lists that were delivered. */
  readonly lists: number;
  readonly withChance: number;
  readonly chosen: Counts;
  readonly byChance: Counts;
  readonly clicks: PickLift;
  readonly purchases: PickLift;
  readonly slots: readonly NamedCounts[];
  readonly methods: readonly NamedCounts[];
  readonly kinds: readonly NamedCounts[];
}

export type PickWeights = Readonly<Record<Slot, MethodWeights>>;
export const NO_WEIGHTS: PickWeights = { discover: {}, replenish: {}, anything: {} };

/** As many items as the share of the whole slot counts for. */
const PRIOR_ITEMS = 200;
/** No way of choosing gains or loses more than this factor. */
const MOST_FACTOR = 2;

function isByChance({ propensity }: ShownItem): boolean {
  return propensity !== undefined;
}

function liftOf(chosen: Counts, byChance: Counts, what: 'clicked' | 'bought'): PickLift {
  const arm = (of: Counts): Conversions => ({ converted: of[what], people: of.shown });
  const arms: Arms<Conversions> = { treated: arm(chosen), control: arm(byChance) };
  const found = newcombe(arms);
  return {
    difference: found?.difference ?? null,
    interval: found?.interval ?? null,
    relative: katz(arms),
  };
}

/** Counts lists one by one; memory does not grow with them. */
export class PickCounter {
  readonly #now: Instant;
  readonly #halfLifeMs: number;
  readonly #groups: Groups = new Map();
  readonly #decayed: Groups = new Map();
  #customers = 0;
  #lists = 0;
  #withChance = 0;

  constructor(now: Instant, halfLifeDays: number) {
    this.#now = now;
    this.#halfLifeMs = halfLifeDays * DAY_MS;
  }

  /** The lists of one customer with their outcomes; what was not delivered does not count. */
  add(lists: readonly { readonly list: PickList; readonly outcome: PickOutcome }[]): void {
    const delivered = lists.filter(({ outcome }) => outcome.shownAt !== null);
    if (delivered.length > 0) this.#customers += 1;
    for (const { list, outcome } of delivered) {
      this.#lists += 1;
      if (list.items.some(isByChance)) this.#withChance += 1;
      const weight = 0.5 ** (Math.max(0, this.#now - (outcome.shownAt ?? 0)) / this.#halfLifeMs);
      for (const shown of list.items) this.#addItem(list, shown, outcome, weight);
    }
  }

  #addItem({ slot, kind }: PickList, shown: ShownItem, { clicked, bought }: PickOutcome, weight: number) {
    const [isClicked, isBought] = [clicked, bought].map((items) => items.includes(shown.item));
    const counts = { shown: 1, clicked: isClicked ? 1 : 0, bought: isBought ? 1 : 0 };
    addTo(this.#groups, isByChance(shown) ? 'arm/chance' : 'arm/chosen', counts);
    if (isByChance(shown)) return;
    for (const name of [`slot/${slot}`, `method/${shown.method}`, `kind/${kind}`])
      addTo(this.#groups, name, counts);
    const taken = isClicked || isBought ? weight : 0;
    const decayed = { shown: weight, clicked: taken, bought: 0 };
    addTo(this.#decayed, slot, decayed);
    addTo(this.#decayed, `${slot}/${shown.method}`, decayed);
  }

  #named(prefix: string): NamedCounts[] {
    return [...this.#groups]
      .filter(([name]) => name.startsWith(`${prefix}/`))
      .map(([name, counts]) => ({ name: name.slice(prefix.length + 1), ...counts }))
      .sort((a, b) => b.shown - a.shown || (a.name < b.name ? -1 : 1));
  }

  report(): PickReport {
    const none = { shown: 0, clicked: 0, bought: 0 };
    const chosen = this.#groups.get('arm/chosen') ?? none;
    const byChance = this.#groups.get('arm/chance') ?? none;
    return {
      customers: this.#customers,
      lists: this.#lists,
      withChance: this.#withChance,
      chosen,
      byChance,
      clicks: liftOf(chosen, byChance, 'clicked'),
      purchases: liftOf(chosen, byChance, 'bought'),
      slots: this.#named('slot'),
      methods: this.#named('method'),
      kinds: this.#named('kind'),
    };
  }

  /** By slot what the scores of each method are multiplied by. */
  weights(): PickWeights {
    const weightsIn = (slot: Slot): MethodWeights => {
      const whole = this.#decayed.get(slot);
      if (whole === undefined || whole.clicked === 0) return {};
      const mean = whole.clicked / whole.shown;
      const ofSlot = [...this.#decayed].filter(([name]) => name.startsWith(`${slot}/`));
      return Object.fromEntries(
        ofSlot.map(([name, { shown, clicked }]) => {
          const share = (clicked + PRIOR_ITEMS * mean) / (shown + PRIOR_ITEMS);
          const factor = Math.min(MOST_FACTOR, Math.max(1 / MOST_FACTOR, share / mean));
          return [name.slice(slot.length + 1), Number(factor.toFixed(6))];
        }),
      );
    };
    const [discover, replenish, anything] = SLOTS.map(weightsIn);
    return { discover: discover ?? {}, replenish: replenish ?? {}, anything: anything ?? {} };
  }
}
