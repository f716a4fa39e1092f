/** `journey-wave` on one machine: one execution drains everything that is due. */
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

/** One wave at the container's now. */
export async function runWave(container: Container): Promise<WaveEnding> {
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
