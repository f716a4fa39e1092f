/**
 * Discounted expected residual orders of a customer who has not left, over all time to come: an order at time t counts
 * e^−δt (Fader, Hardie & Lee 2005, J. of Marketing Research 42, for the idea). With rate λ, dropout probability p at each
 * order, K stages an interval and d of the present one ended, the next order is worth q^(K−d) and each one after it q^K
 * more, q = λ/(λ + δ), as long as the customer stays, so that
 *   DERT = E[ q^(K−d) / (1 − q^K(1 − p)) ] = E[ M·(1 + δ/λ)^d / (1 + M·p) ],  M = 1/((1 + δ/λ)^K − 1),
 * over λ ~ Gamma(shape, rate) and p ~ Beta(a, B). The mean over p of 1/(1 + M·p) is taken over Beta(a + 1, B + 1),
 *   E = B/(a + B) + a/((a + B)(1 + M)) − M²/(1 + M) · a·B/((a + B)(a + B + 1)) · E'[1/(1 + M·p)],
 * where a or B is so small that the distribution has long tails. Good to 1e-9 relative; as a → 0 it tends to the mean of
 * M·(1 + δ/λ)^d, which for K = 1 is shape/(rate·δ), NBD's.
 */
import { betaNodes, gammaNodes, type Nodes } from './betaNodes.ts';

export interface DiscountedCustomer {
  /** Order rates given the history: Gamma(shape, rate). */
  readonly shape: number;
  readonly rate: number;
  /** Dropout probability at each order to come: Beta(a, B). */
  readonly a: number;
  readonly B: number;
  /** Above 0, per unit of time. */
  readonly discount: number;
  readonly stages?: { readonly each: number; readonly ended: number };
}

const ONE_STAGE = { each: 1, ended: 0 } as const;
const LONG_TAIL = 0.5;

function meanOver({ at, weight }: Nodes, M: number): number {
  let sum = 0;
  for (let i = 0; i < at.length; i += 1) sum += (weight[i] ?? 0) / (1 + M * (at[i] ?? 0));
  return sum;
}

/** The mean of 1/(1 + M·p) as a function of M. */
function loyaltyMean(a: number, B: number): (M: number) => number {
  if (a >= LONG_TAIL && B >= LONG_TAIL) {
    const nodes = betaNodes(a, B);
    return (M) => meanOver(nodes, M);
  }
  const nodes = betaNodes(a + 1, B + 1);
  const stay = B / (a + B);
  const leave = a / (a + B);
  const both = (stay * a) / (a + B + 1);
  return (M) => stay + leave / (1 + M) - both * M * (M / (1 + M)) * meanOver(nodes, M);
}

/** One λ of the integrand goes into its density, so that even a shape near 0 leaves no long tail. */
export function dertWhileAlive(customer: DiscountedCustomer): number {
  const { shape, rate, a, B, discount, stages = ONE_STAGE } = customer;
  const loyalty = loyaltyMean(a, B);
  const { at, weight } = gammaNodes(shape + 1);
  let sum = 0;
  for (let i = 0; i < at.length; i += 1) {
    const lambda = (at[i] ?? 0) / rate;
    const patience = Math.log1p(discount / lambda);
    const M = 1 / Math.expm1(stages.each * patience);
    const value = M === 0 ? 0 : (M * Math.exp(stages.ended * patience) * loyalty(M)) / lambda;
    sum += (weight[i] ?? 0) * value;
  }
  return (shape / rate) * sum;
}
