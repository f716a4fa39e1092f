/** Customers' own margins on their way through a run: by what they are counted when it fits, and who reads them when it judges. */
import type { CustomerId } from '../ids.ts';
import type { EvaluationInput } from './evaluateCustomer.ts';
import type { EvaluationDeps, EvaluationPlan } from './evaluationPlan.ts';
import type { Costs } from './ownMargin.ts';

type Margins = Pick<EvaluationPlan, 'margin'>;

function isCounted({ margin }: Margins): boolean {
  return margin?.credibility != null;
}

/** Null where customers are all valued by the shop's margin: then no order need be read for it. */
export function costsFor({ facts, settings }: EvaluationDeps, plan: Margins): Costs | null {
  return facts === undefined || !isCounted(plan) ? null : { facts, settings: settings.value };
}

/**
 * Somebody's own margin as the fit of this run counted it, null where they have none. A run that fits nothing says nothing of
 * it: what is stored is of the model in force.
 */
export async function marginsOfRun(
  { scratch }: Pick<EvaluationDeps, 'scratch'>,
  plan: EvaluationPlan,
  segment: number,
): Promise<(id: CustomerId) => Pick<EvaluationInput, 'margin'>> {
  if (!plan.refit) return () => ({});
  const counted = isCounted(plan) ? await scratch.margins(plan.run, segment) : null;
  return (id) => ({ margin: counted?.get(id) ?? null });
}
