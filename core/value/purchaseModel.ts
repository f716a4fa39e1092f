/**
 * The purchase models of this house under one shape: what each is called, what its parameters are, and what any of them
 * says of a customer. Kernels are pure; parameters are taken as positive and finite. Times are in one unit throughout
 * (weeks, unless a caller says otherwise), rates and horizons in the same; BG/BB counts whole periods, with T the number
 * of periods in which an order was possible.
 */
import type { NbdParams } from './nbd.ts';

export const PURCHASE_MODELS = ['nbd', 'bg-nbd', 'mbg-nbd', 'mbg-cnbd-k', 'pareto-nbd', 'bg-bb'] as const;
export type PurchaseModelName = (typeof PURCHASE_MODELS)[number];

/** BG/NBD and MBG/NBD: order rates Gamma(r, alpha), dropout probabilities at each order Beta(a, b). */
export interface MbgNbdParams extends NbdParams {
  readonly a: number;
  readonly b: number;
}

/** Pareto/NBD: order rates Gamma(r, alpha), lifetimes exponential with rates Gamma(s, beta). */
export interface ParetoNbdParams extends NbdParams {
  readonly s: number;
  readonly beta: number;
}

/** MBG/CNBD-k: as MBG/NBD, with Erlang-k intervals of mean k/λ between orders. */
export interface MbgCnbdKParams extends MbgNbdParams {
  readonly k: number;
}

/** BG/BB: order probability Beta(alpha, beta), dropout probability Beta(gamma, delta), each a period. */
export interface BgBbParams {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly delta: number;
}

export interface ParamsByModel {
  readonly nbd: NbdParams;
  readonly 'bg-nbd': MbgNbdParams;
  readonly 'mbg-nbd': MbgNbdParams;
  readonly 'mbg-cnbd-k': MbgCnbdKParams;
  readonly 'pareto-nbd': ParetoNbdParams;
  readonly 'bg-bb': BgBbParams;
}

/** A model with parameters of its own, told apart by `model`. */
export type FittedModel = {
  readonly [Name in PurchaseModelName]: { readonly model: Name; readonly params: ParamsByModel[Name] };
}[PurchaseModelName];

/** One customer: x repeat orders, the last tx after the first, observed until T after the first. */
export interface PurchaseHistory {
  readonly x: number;
  readonly tx: number;
  readonly T: number;
}

export interface PurchaseKernel<Params> {
  /** Probability of not having left by T. 1 throughout for NBD, which knows no leaving. */
  pAlive(params: Params, history: PurchaseHistory): number;
  /** Orders expected in the `horizon` after T. */
  expectedOrders(params: Params, history: PurchaseHistory, horizon: number): number;
  /** Probability of one order or more in the `horizon` after T. */
  pActive(params: Params, history: PurchaseHistory, horizon: number): number;
  /** Discounted expected residual orders over all time to come, at a continuous `rate` per unit of time above 0. */
  dert(params: Params, history: PurchaseHistory, rate: number): number;
  /** Repeat orders expected in the first `horizon` of a customer just won. */
  expectedOfNew(params: Params, horizon: number): number;
}
