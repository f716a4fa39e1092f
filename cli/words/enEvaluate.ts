/** What `evaluate` says, in English. `zhCNEvaluate.ts` says the same under the same keys. */
export const enEvaluate = {
  evaluate: {
    stored: 'Evaluated as of {at}.',
    printed: 'Evaluated as of {at}. Not stored: a later evaluation is on record.',
    customers: 'Customers',
    model: 'Model',
    likelihood: 'Log-likelihood',
    params: 'Parameters',
    converged: 'converged',
    notConverged: 'did not converge',
    flags: 'Findings',
    margin: 'Margin, by costs',
    ownMargin: 'Own margins',
    ownMarginSaid: 'customers differ by {spread}; their own counts for half from {revenue} of revenue on',
    trial: 'Told nothing of the last {days} days; {customers} customers, {bought} purchase days',
    mae: 'Mean error',
    rmse: 'Root mean square',
    totalError: 'Total error',
    ranks: 'Rank correlation',
    proposal: 'Proposal: {model}. {why}',
    accept:
      'Evaluations keep {inForce} until the settings name it: value: { model: {model} }, then perennial settings set FILE.',
    activity: 'P(active) tells who buys within {days} days with an area of {area} (recency alone {recency}).',
  },
} as const;
