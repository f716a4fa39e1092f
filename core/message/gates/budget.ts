/**
 * Whether what the message draws on has something left: budgets of money, the days of a new sender, the provider's day. A message
 * a person waits for is never held for it. Money held by other workers may come back before the period ends, so an empty budget is
 * asked again within the hour.
 */
import { HOUR_MS, type Instant, isoInstant } from '../../time.ts';
import { type Gate, passing, type SendContext, waiting } from './gate.ts';

interface Spent {
  readonly budget: string;
  readonly freeAt: Instant;
}

/** The budget that stays empty for longest; null where all have something left. */
function spentOf({ exhausted, now }: SendContext): Spent | null {
  let spent: Spent | null = null;
  for (const [budget, freeAt] of exhausted)
    if (freeAt > now && (spent === null || freeAt > spent.freeAt)) spent = { budget, freeAt };
  return spent;
}

const LEFT = passing(() => ({ finding: 'left' }));

/** Of a budget the shop set the node says whether it is waited for; rates of sending are waited for anyway. */
function patienceFor(id: string, { settings }: SendContext): 'node' | 'always' {
  return settings.messages.budgets.some((budget) => budget.id === id) ? 'node' : 'always';
}

export const budgetGate: Gate = (context) => {
  const spent = context.exhausted.size === 0 ? null : spentOf(context);
  if (spent === null) return LEFT;
  const { budget, freeAt } = spent;
  return waiting(context, {
    until: Math.min(freeAt, context.now + HOUR_MS),
    reason: 'budget',
    facts: () => ({ finding: 'spent', budget, until: isoInstant(freeAt) }),
    patience: patienceFor(budget, context),
  });
};
