/** A promise that was not kept, at one instant of one world. */

export const RULES = [
  'effects-per-claim',
  'effects-per-decision',
  'send-without-claim',
  'balance',
  'outcome-went-back',
  'consent',
  'quiet-hours',
  'cap',
  'budget',
  'lost-event',
  'applied-twice',
  'lost-passage',
  'lost-decision',
  'unexplained-unknown',
  'not-reconciled',
  'outcome-untrue',
  'handler-failed',
] as const;
export type Rule = (typeof RULES)[number];

export interface Violation {
  readonly rule: Rule;
  readonly at: number;
  readonly customerId: string | null;
  readonly detail: string;
}

/** How often each rule was looked at. */
export type Checks = Record<Rule, number>;

export function noChecks(): Checks {
  return Object.fromEntries(RULES.map((rule) => [rule, 0])) as Checks;
}
