/** What a lint says of a journey: how grave, what, where, and the remedy. `error` forbids publishing, `warning` does not. */
export interface LintFinding {
  readonly severity: 'error' | 'warning';
  readonly code:
    | 'unknown-node'
    | 'unreachable'
    | 'endless-loop'
    | 'unbounded-loop'
    | 'jump-to-itself'
    | 'unknown-journey'
    | 'no-key'
    | 'unknown-arm'
    | 'no-goal'
    | 'no-end'
    | 'unknown-template'
    | 'wrong-channel'
    | 'long-sms'
    | 'no-holdout'
    | 'no-exit'
    | 'over-cap'
    | 'unknown-topic'
    | 'unknown-segment'
    | 'unknown-offer'
    | 'unknown-ladder'
    | 'unknown-campaign'
    | 'untold-offer';
  /** Dotted path in the definition. */
  readonly path: string;
  readonly message: string;
}
