/** The named values under which it is kept what a night failed of. */
export const FAILURES = {
  evaluation: 'evaluation-failure',
  recommendations: 'recommendations-failure',
  segments: 'segments-failure',
  experiments: 'experiments-failure',
} as const;
