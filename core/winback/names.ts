/** The words of win-back that conditions, lifecycles and views share. */

export const VERDICTS = ['recover', 'let-go', 'end', 'wait'] as const;
/** `wait`: something else comes first (a complaint, a card), and the case is judged anew when that is done. */
export type Verdict = (typeof VERDICTS)[number];

export const CASE_ARMS = ['holdout', 'randomised', 'chosen'] as const;
export type CaseArm = (typeof CASE_ARMS)[number];

export const LOSS_KINDS = [
  'retaliatory',
  'malicious',
  'natural',
  'passive',
  'competitive',
  'own-fault',
  'unknown',
] as const;
export type LossKind = (typeof LOSS_KINDS)[number];

/** What the lifecycle remembers of the case, so that journeys can branch on it. */
export interface CaseMark {
  readonly case: string;
  readonly verdict: Verdict;
  readonly loss: LossKind;
  /** Null where the loss decided. */
  readonly arm: CaseArm | null;
  readonly rung: string | null;
}
