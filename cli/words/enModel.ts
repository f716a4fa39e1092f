/** What `model fit`, `model score` and `model compare` say, in English. `zhCNModel.ts` says the same under the same keys. */
export const enModel = {
  model: {
    model: 'Model',
    fitted: '{model} fitted to {customers} customers.',
    notConverged: '{model} did not converge on {customers} customers; its parameters are a fallback.',
    noDropout:
      'Dropout cannot be identified: the orders read as well without it, so P(alive) means nothing here.',
    hiatus: 'Customers silent for longer than nearly all gaps of the shop are expected to order nothing.',
    noSpend: 'There is no repeat spend, so no order values and no CLV.',
    likelihood: 'Log-likelihood',
    parameters: 'Parameters',
    flags: 'Flags',
    rejected: 'Rows refused',
    totalError: 'Total error',
    whyHoldout:
      '{model} foretold the last {days} days best, by MAE, RMSE and total error together; next is {runnerUp}.',
    whyLikelihood:
      '{model} is likeliest for its number of parameters; {runnerUp} is next, {lead} behind in AIC.',
    scored: '{customers} customers scored by {model} into {file}.',
    expectedOrders: 'Expected orders',
    clv: 'Value within the horizon',
    whyBest: '{model} predicts this shop best: MAE {mae}, RMSE {rmse}, total error {total} %, score {score}.',
    nothingToJudge: 'Nobody ordered in the holdout, so no model can be told from another.',
    whyNext: ' Next is {model} with {score}.',
    ruleBetter: ' The simple rule {rule} errs less than it.',
    holdout: '{from} to {to}, {days} days: {active} of {customers} customers made {orders} orders.',
    top10: 'Orders of top 10 %',
    activity: 'Who will order: AUC {auc}; recency alone reaches {recency}.',
    recency: 'Recency alone',
    modelAlone: '{model} alone',
    score: 'Activity score ({kind})',
    combination: 'combination',
    combinedOn: 'Combined on',
    judgedOn: 'Judged on',
    notCombined: 'nothing: the time before is too short',
  },
};
