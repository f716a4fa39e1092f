/**
 * Scores many customers under one fitted model, a million in a fraction of a second. The figures are those of `predict`
 * to 1e-10, except for the expected orders of MBG/CNBD-k: see `regularScorer`.
 */
import { bgBbKernel } from './bgBb.ts';
import { type ColumnScores, type RowScorer, scoreRows, type ScoreOptions } from './columnScores.ts';
import { livingBeta, livingNbd, livingPareto, livingScorer } from './livingScorer.ts';
import { BG_NBD, MBG_NBD } from './orderProcess.ts';
import type { BgBbParams, FittedModel, PurchaseHistory } from './purchaseModel.ts';
import { regularScorer, scaledToCohort } from './regularScorer.ts';
import type { WeekColumns } from './repeatSummary.ts';
import { timeSpans } from './timeCurves.ts';

export type { ColumnScores, ScoreOptions } from './columnScores.ts';

/** What was worked out for a history is kept: periods are few, and so are the histories. */
function once(of: (history: PurchaseHistory) => number): (history: PurchaseHistory) => number {
  const known = new Map<string, number>();
  return (history) => {
    const key = `${history.x} ${history.tx} ${history.T}`;
    const value = known.get(key) ?? of(history);
    known.set(key, value);
    return value;
  };
}

/** Figures of BG/BB are not taken apart, so the chance to be alive is divided out again. */
function periodScorer(params: BgBbParams, { horizon, discountRate }: ScoreOptions): RowScorer {
  const alive = once((history) => bgBbKernel.pAlive(params, history));
  const ofLiving = (figure: (history: PurchaseHistory) => number) =>
    once((history) => {
      const chance = alive(history);
      return chance > 0 ? figure(history) / chance : 0;
    });
  return {
    scale: 1,
    pAlive: alive,
    pActive: ofLiving((history) => bgBbKernel.pActive(params, history, horizon)),
    expectedOrders: ofLiving((history) => bgBbKernel.expectedOrders(params, history, horizon)),
    dert: ofLiving((history) => bgBbKernel.dert(params, history, discountRate ?? 0)),
  };
}

/** Customers in the rows of the columns; times in the unit of the fit. */
export function scoreColumns(fitted: FittedModel, columns: WeekColumns, options: ScoreOptions): ColumnScores {
  const spans = timeSpans(columns.x, columns.T);
  const score = (scorer: RowScorer): ColumnScores => scoreRows(scorer, columns, options);
  switch (fitted.model) {
    case 'nbd':
      return score(livingScorer(livingNbd(fitted.params), spans, options));
    case 'bg-nbd':
      return score(livingScorer(livingBeta(BG_NBD, fitted.params), spans, options));
    case 'mbg-nbd':
      return score(livingScorer(livingBeta(MBG_NBD, fitted.params), spans, options));
    case 'pareto-nbd':
      return score(livingScorer(livingPareto(fitted.params), spans, options));
    case 'mbg-cnbd-k':
      return scaledToCohort(
        fitted.params,
        columns,
        score(regularScorer(fitted.params, spans, options)),
        options,
      );
    case 'bg-bb':
      return score(periodScorer(fitted.params, options));
  }
}
