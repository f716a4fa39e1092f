/**
 * Why customers leave, as codes: the eight reasons to switch of Keaveney, Journal of Marketing 59 (1995) 71-82. A shop writes the
 * code into the trait `loss_reason` of the profile when it learns of one; most of the lost never say.
 */
export const LOSS_REASONS = [
  'price',
  'inconvenience',
  'core-failure',
  'bad-encounter',
  /** A bad answer to a failure. */
  'bad-answer',
  'competition',
  'ethics',
  /** Moved, died, no need any more. */
  'involuntary',
] as const;
export type LossReason = (typeof LOSS_REASONS)[number];

/** The trait that holds it. */
export const LOSS_REASON_TRAIT = 'loss_reason';

/** The reason a trait names; null for any other text. */
export function lossReason(value: unknown): LossReason | null {
  return LOSS_REASONS.find((reason) => reason === value) ?? null;
}
