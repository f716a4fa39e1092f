/** What a language has to say of a rule: each leaf as it holds and as it does not, and how clauses are put together. */
import { minorDigits } from '../../currency.ts';
import { isAll, isAny, isNot } from '../../composed.ts';
import type { Rule, RuleLeaf } from '../rule.ts';

/** The same leaf where it holds, and where it does not. */
export interface Said {
  readonly yes: string;
  readonly no: string;
}

export interface Tongue {
  readonly leaf: (leaf: RuleLeaf, setting: Setting) => Said;
  readonly and: (clauses: readonly string[]) => string;
  readonly or: (clauses: readonly string[]) => string;
  /** A clause set apart from those it stands among. */
  readonly apart: (clause: string) => string;
  /** The whole sentence of a rule's clause. */
  readonly sentence: (clause: string) => string;
  readonly list: string;
}

export interface Setting {
  /** ISO 4217; null where the shop has none yet, and amounts have two digits and no name. */
  readonly currency: string | null;
  /** What a segment is called; its id where it is not there. */
  readonly nameOf: (segment: string) => string;
}

type With<Key extends string> = Key extends string
  ? Extract<RuleLeaf, Readonly<Record<Key, unknown>>>
  : never;
/** Leaves that are not about what somebody bought and is worth. */
export type NotBought = Exclude<
  RuleLeaf,
  With<'event' | 'orders' | 'spendMinor' | 'daysSinceLastOrder' | 'pAlive' | 'valueMinor' | 'valueTop'>
>;
/** Those that are not about where they stand with the shop either. */
export type NotStanding = Exclude<
  NotBought,
  With<
    'inStageFor' | 'stage' | 'grade' | 'group' | 'tier' | 'points' | 'pointsExpiring' | 'engaged' | 'consent'
  >
>;

/** An amount of minor units with the digits of its currency, and its code where it is known. */
export function amountText(minor: number, { currency }: Pick<Setting, 'currency'>): string {
  const digits = currency === null ? 2 : minorDigits(currency);
  const text = (minor / 10 ** digits).toFixed(digits);
  return currency === null ? text : `${text} ${currency}`;
}

/** A share as percent, no digit that says nothing. */
export function percentText(share: number): string {
  return `${Number((share * 100).toFixed(1))}%`;
}

/** A clause; one of several parts is bracketed where it is itself part of another kind. */
export function clauseOf(rule: Rule, tongue: Tongue, setting: Setting, holds = true): string {
  if (isNot(rule)) return clauseOf(rule.not, tongue, setting, !holds);
  if (!isAll(rule) && !isAny(rule)) {
    const said = tongue.leaf(rule, setting);
    return holds ? said.yes : said.no;
  }
  const parts = isAll(rule) ? rule.all : rule.any;
  const clauses = parts.map((part) => {
    const clause = clauseOf(part, tongue, setting, holds);
    return isMixed(rule, part) && parts.length > 1 ? tongue.apart(clause) : clause;
  });
  return isAll(rule) === holds ? tongue.and(clauses) : tongue.or(clauses);
}

/** Whether a part is put together the other way than the whole, so that who reads it needs to be told. */
function isMixed(whole: Rule, part: Rule): boolean {
  if (isNot(part)) return isMixed(whole, part.not) !== (isAll(part.not) || isAny(part.not));
  if (isAll(part)) return part.all.length > 1 && !isAll(whole);
  return isAny(part) && part.any.length > 1 && !isAny(whole);
}
