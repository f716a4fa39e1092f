/**
 * `journey-wave` on one machine: executions follow each other until nothing is due. The workers of one execution run side by side,
 * so what upkeep makes due for journeys, and journeys for upkeep, is found by the next.
 */
import * as z from 'zod';
import { isoInstant } from '../../core/time.ts';
import { addWaveTallies, emptyWaveTally, type WaveTally } from '../../core/journey/wave.ts';
import { journeyWaveDrain } from '../../functions/journeyWaveDrain/handler.ts';
import { journeyWavePlan } from '../../functions/journeyWavePlan/handler.ts';
import type { Container } from '../../functions/shared/container.ts';
import { journeyWave } from '../../workflows/journeyWave.ts';
import type { TaskHandler } from '../stateMachine/execution.ts';
import { loadMachine } from '../stateMachine/loadMachine.ts';
import { lambdaContext } from './lambdaContext.ts';
import { runMachineHere } from './runMachineHere.ts';

const machine = loadMachine(journeyWave);

const waved = z.object({
  failures: z.array(z.object({ shards: z.array(z.number()), error: z.string(), cause: z.string() })),
});

export interface WaveEnding {
  readonly tally: WaveTally;
  /** What went wrong, in words; the next wave finds the same records. */
  readonly failures: readonly string[];
}

/** Executions a wave takes: whatever goes back and forth more often waits for the next minute. */
const MOST_EXECUTIONS = 8;

async function isAnythingDue({ store, now }: Container): Promise<boolean> {
  const next = await store.nextDueAt();
  return next !== null && next <= now();
}

/** One wave, until nothing is due that it could move. */
export async function runWave(container: Container): Promise<WaveEnding> {
  let ending = await runOnce(container);
  for (let run = 1; run < MOST_EXECUTIONS && ending.failures.length === 0; run += 1) {
    if (!(await isAnythingDue(container))) break;
    const next = await runOnce(container);
    ending = { tally: addWaveTallies(ending.tally, next.tally), failures: next.failures };
    if (next.tally.records === next.tally.lost) break;
  }
  return ending;
}

async function runOnce(container: Container): Promise<WaveEnding> {
  const plan = journeyWavePlan(container);
  const drain = journeyWaveDrain(container);
  let tally = emptyWaveTally();
  const work: TaskHandler = async (input, at) => {
    const drained = await drain(input, lambdaContext('journeyWaveDrain', at.getRemainingTimeInMillis));
    tally = addWaveTallies(tally, drained);
    return drained;
  };
  const name = `journey-wave-${isoInstant(container.now())}`;
  const ending = await runMachineHere(
    machine,
    {
      JourneyWavePlan: (input, at) =>
        plan(input, lambdaContext('journeyWavePlan', at.getRemainingTimeInMillis)),
      JourneyWaveDrain: work,
      UpkeepDrain: work,
    },
    { name, input: {} },
  );
  if (ending.kind === 'timedOut')
    return { tally, failures: ['the wave took longer than its state machine allows'] };
  if (ending.kind === 'failed') return { tally, failures: [`${ending.error}: ${ending.cause}`] };
  const { failures } = waved.parse(ending.output);
  return { tally, failures: failures.map(({ error, cause }) => `${error}: ${cause}`) };
}
