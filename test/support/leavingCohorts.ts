/** Customers drawn from the processes of Pareto/NBD and BG/BB, for tests of recovery. The same seed draws the same. */
import type { BgBbParams, ParetoNbdParams } from '../../core/value/purchaseModel.ts';
import { gammaDraw, uniforms } from './valueCohorts.ts';

export interface PlainColumns {
  readonly x: readonly number[];
  readonly tx: readonly number[];
  readonly T: readonly number[];
}

export interface LeavingCohort<Params> {
  readonly customers: number;
  readonly params: Params;
  /** Customers are observed for a time spread evenly between these. */
  readonly from: number;
  readonly to: number;
  readonly seed: number;
}

const empty = (): number[] => [];

/** Orders until leaving, in continuous time. */
export function drawPareto({
  customers,
  params,
  from,
  to,
  seed,
}: LeavingCohort<ParetoNbdParams>): PlainColumns {
  const draw = uniforms(seed);
  const columns = { x: empty(), tx: empty(), T: empty() };
  for (let i = 0; i < customers; i += 1) {
    const rate = gammaDraw(draw, params.r) / params.alpha;
    const life = -Math.log(1 - draw()) / (gammaDraw(draw, params.s) / params.beta);
    const T = from + (to - from) * draw();
    let [x, tx] = [0, 0];
    for (let t = -Math.log(1 - draw()) / rate; t < Math.min(life, T); t -= Math.log(1 - draw()) / rate) {
      x += 1;
      tx = t;
    }
    columns.x.push(x);
    columns.tx.push(tx);
    columns.T.push(T);
  }
  return columns;
}

/** Orders in whole periods until leaving. */
export function drawBgBb({ customers, params, from, to, seed }: LeavingCohort<BgBbParams>): PlainColumns {
  const draw = uniforms(seed);
  const beta = (a: number, b: number): number => {
    const left = gammaDraw(draw, a);
    return left / (left + gammaDraw(draw, b));
  };
  const columns = { x: empty(), tx: empty(), T: empty() };
  for (let i = 0; i < customers; i += 1) {
    const order = beta(params.alpha, params.beta);
    const leave = beta(params.gamma, params.delta);
    const T = from + Math.floor((to - from + 1) * draw());
    let [x, tx] = [0, 0];
    for (let period = 1; period <= T && draw() >= leave; period += 1) {
      if (draw() >= order) continue;
      x += 1;
      tx = period;
    }
    columns.x.push(x);
    columns.tx.push(tx);
    columns.T.push(T);
  }
  return columns;
}
