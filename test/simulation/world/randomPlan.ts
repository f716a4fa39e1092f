/** The random world of a seed: mostly few journeys, sometimes the whole shipped programme, sometimes in a file or over a wire. */
import { diceFrom } from './dice.ts';
import { planWorld, type WorldPlan } from './plan.ts';

const LEAST_RATE = 0.01;
const MOST_RATE = 0.2;
const FILE_EVERY = 50;
const WHOLE_EVERY = 5;
const WIRE_EVERY = 50;
const NIGHTS_EVERY = 4;

export function randomPlan(seed: number): WorldPlan {
  const dice = diceFrom(seed).fork(11);
  const share = dice.below(1_000) / 999;
  const isFile = Math.abs(seed) % FILE_EVERY === 0;
  return planWorld({
    seed,
    people: 200,
    days: 30,
    store: isFile ? 'sqlite' : 'memory',
    programme: !isFile && Math.abs(seed) % WHOLE_EVERY === 1 ? 'whole' : 'small',
    faultRate: LEAST_RATE + (MOST_RATE - LEAST_RATE) * share ** 3,
    stallRate: 0.002,
    nightEvery: Math.abs(seed) % NIGHTS_EVERY === 3 ? 7 : null,
    wire: Math.abs(seed) % WIRE_EVERY === 7,
  });
}
