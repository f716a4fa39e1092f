/**
 * Learning from closed cases. Effects are read only from cases that chance decided, the holdout and those who got their rung by
 * lot: whom the sum chose differ from whom it did not, and no comparison of theirs is fair. Two arms are compared among the
 * cases that could have been given either, each weighted by the inverse of its probability (Horvitz & Thompson 1952; normalised
 * as by Hájek), so that ladders and shares may change with time. As many equally weighted cases as tell as much are Kish's
 * (Σw)²/Σw². Everybody given an arm counts, whoever was reached (intention to treat). Once there are enough, the same is read of
 * each half of the cases by what a return brings, as the sum had it before anything was given.
 */
import { NOTHING } from '../offer/definition.ts';
import type { Instant } from '../time.ts';
import { LEFT_ALONE, type Learned, type LearnedBands, type LearnedPair, NOTHING_LEARNED } from './learned.ts';
import type { WinBackCase } from './winBackCase.ts';

/** Of fewer cases by chance no halves are made. */
export const LEAST_FOR_BANDS = 400;

/** What is kept of an arm in one comparison. */
interface Arm {
  people: number;
  weight: number;
  squares: number;
  returned: number;
}

type Closed = WinBackCase & { readonly outcome: NonNullable<WinBackCase['outcome']> };

function isClosed(one: WinBackCase): one is Closed {
  return one.status === 'closed' && one.outcome !== null && one.closedBecause === 'window';
}

/** The arm a case was in, where chance gave it. */
function armByChance({ arm, rung }: WinBackCase): string | null {
  if (arm === 'holdout') return LEFT_ALONE;
  return arm === 'randomised' ? rung : null;
}

/** One order whatever the ladder of a case was, so that a pair is kept under one name. */
function couldHaveBeen({ eligible }: WinBackCase): readonly string[] {
  return [LEFT_ALONE, NOTHING, ...eligible.filter((rung) => rung !== NOTHING).sort()];
}

/** A case that chance decided, as much of it as comparisons need. */
interface Drawn {
  readonly arm: string;
  readonly able: readonly string[];
  /** The inverse of its probability. */
  readonly weight: number;
  readonly returned: boolean;
  /** What a return was to bring; null where nothing was foretold. */
  readonly gainMinor: number | null;
}

function newArm(): Arm {
  return { people: 0, weight: 0, squares: 0, returned: 0 };
}

function count(arm: Arm, { weight, returned }: Drawn): void {
  arm.people += 1;
  arm.weight += weight;
  arm.squares += weight * weight;
  if (returned) arm.returned += weight;
}

const shareOf = ({ weight, returned }: Arm) => (weight === 0 ? 0 : returned / weight);
const effectiveOf = ({ weight, squares }: Arm) => (squares === 0 ? 0 : (weight * weight) / squares);

class Pair {
  private readonly upper = newArm();
  private readonly lower = newArm();
  private readonly names: readonly [string, string];

  constructor(rung: string, against: string) {
    this.names = [rung, against];
  }

  add(one: Drawn): void {
    const [rung, against] = this.names;
    if (one.arm === rung) count(this.upper, one);
    if (one.arm === against) count(this.lower, one);
  }

  learned(): LearnedPair {
    const { upper, lower } = this;
    const [rung, against] = this.names;
    return {
      rung,
      against,
      people: upper.people,
      againstPeople: lower.people,
      effective: effectiveOf(upper),
      againstEffective: effectiveOf(lower),
      returned: shareOf(upper),
      againstReturned: shareOf(lower),
    };
  }
}

function byName<T>(map: ReadonlyMap<string, T>): T[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

/** O(cases · rungs). */
function pairsOf(drawn: readonly Drawn[]): LearnedPair[] {
  const pairs = new Map<string, Pair>();
  const pairOf = (rung: string, against: string) => {
    const key = `${rung}/${against}`;
    const pair = pairs.get(key) ?? new Pair(rung, against);
    pairs.set(key, pair);
    return pair;
  };
  for (const one of drawn)
    for (const [place, rung] of one.able.entries())
      for (const against of one.able.slice(0, place))
        if (one.arm === rung || one.arm === against) pairOf(rung, against).add(one);
  return byName(pairs).map((pair) => pair.learned());
}

/** Halves of equal size; none where few were drawn, or a return of everybody brings the same. */
function bandsOf(drawn: readonly Drawn[]): LearnedBands | undefined {
  const gains = drawn.flatMap(({ gainMinor }) => gainMinor ?? []).sort((a, b) => a - b);
  const fromMinor = gains[Math.floor(gains.length / 2)];
  if (fromMinor === undefined || gains.length < LEAST_FOR_BANDS || fromMinor === gains[0]) return undefined;
  const half = (holds: (gainMinor: number) => boolean) =>
    pairsOf(drawn.filter(({ gainMinor }) => gainMinor !== null && holds(gainMinor)));
  return { fromMinor, below: half((gain) => gain < fromMinor), above: half((gain) => gain >= fromMinor) };
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Folds cases in any order; O(cases · rungs²). */
export class Learner {
  private cases = 0;
  private byChance = 0;
  private readonly alone: Mutable<Learned['alone']> = { ...NOTHING_LEARNED.alone };
  private readonly drawn: Drawn[] = [];
  private readonly ladders = new Map<string, readonly string[]>();
  private readonly rungs = new Map<string, Mutable<Learned['rungs'][number]>>();

  add(one: WinBackCase): void {
    if (!isClosed(one) || one.arm === null) return;
    this.cases += 1;
    this.addRung(one);
    const arm = armByChance(one);
    if (arm === null) return;
    this.byChance += 1;
    if (arm === LEFT_ALONE) this.addAlone(one);
    const able = this.ladderOf(one);
    if (!able.includes(arm)) return;
    this.drawn.push({
      arm,
      able,
      weight: 1 / (one.propensity ?? 1),
      returned: one.outcome.returnedAt !== null,
      gainMinor: one.sum?.gainOfReturnMinor ?? null,
    });
  }

  /** Ladders are few and cases many: each is kept once. */
  private ladderOf(one: Closed): readonly string[] {
    const able = couldHaveBeen(one);
    const key = able.join('/');
    const known = this.ladders.get(key);
    if (known === undefined) this.ladders.set(key, able);
    return known ?? able;
  }

  private addAlone({ outcome, sum }: Closed): void {
    const { alone } = this;
    const returned = outcome.returnedAt === null ? 0 : 1;
    alone.people += 1;
    alone.returned += returned;
    alone.marginMinor += outcome.marginMinor;
    if (outcome.orders > 1) alone.secondOrders += 1;
    const pModel = sum?.pModel ?? null;
    if (pModel === null) return;
    alone.foretoldPeople += 1;
    alone.foretold += pModel;
    alone.foretoldReturned += returned;
  }

  private addRung({ arm, rung, verdict, outcome }: Closed): void {
    const name = arm === 'holdout' ? LEFT_ALONE : verdict === 'recover' ? (rung ?? NOTHING) : 'let-go';
    const known = this.rungs.get(name) ?? { rung: name, cases: 0, returned: 0, secondOrders: 0, netMinor: 0 };
    known.cases += 1;
    if (outcome.returnedAt !== null) known.returned += 1;
    if (outcome.orders > 1) known.secondOrders += 1;
    known.netMinor += outcome.netMinor;
    this.rungs.set(name, known);
  }

  learned(at: Instant): Learned {
    const bands = bandsOf(this.drawn);
    return {
      at,
      cases: this.cases,
      byChance: this.byChance,
      alone: { ...this.alone },
      pairs: pairsOf(this.drawn),
      ...(bands === undefined ? {} : { bands }),
      rungs: byName(this.rungs).map((rung) => ({ ...rung })),
    };
  }
}
