/** A purchase model of each kind, as a shop has one. */
import type { PurchaseModel } from '../../core/lifecycle/model.ts';

const rates = { r: 0.5, alpha: 6 };
const leaving = { ...rates, a: 0.9, b: 1.6 };

export const SOME_MODELS = [
  { kind: 'nbd', ...rates },
  { kind: 'bg-nbd', ...leaving },
  { kind: 'mbg-nbd', ...leaving },
  { kind: 'mbg-cnbd-k', ...leaving, k: 1 },
  { kind: 'mbg-cnbd-k', r: 0.9, alpha: 2, a: 0.9, b: 1.6, k: 3 },
  { kind: 'pareto-nbd', ...rates, s: 0.6, beta: 11 },
  { kind: 'hiatus', ...rates },
] as const satisfies readonly PurchaseModel[];
