/** What every state machine is put through on both runtimes: an input, and what its functions answer. */
import type { Json } from '../../core/json.ts';
import type { StateMachine } from '../../workflows/asl.ts';
import { journeyWave } from '../../workflows/journeyWave.ts';
import type { Script } from '../support/aws/scripted.ts';

export interface ParityCase {
  readonly what: string;
  readonly machine: StateMachine;
  readonly input: Json;
  readonly script: Script;
}

const BUSY = { throws: 'TransientError', message: 'tables are busy' };
const BUG = { throws: 'TypeError', message: 'a bug' };
const WORKERS = { workers: [{ shards: [0, 2] }, { shards: [1, 3] }, { shards: [4] }] };
const WAVE = { now: 1_700_000_000_000, lanes: ['journey'] };
const DRAINED = { returns: { records: 7 } };

export const PARITY_CASES: readonly ParityCase[] = [
  {
    what: 'journey-wave with nothing due',
    machine: journeyWave,
    input: WAVE,
    script: {
      JourneyWavePlan: { always: [{ returns: { workers: [] } }] },
      JourneyWaveDrain: { always: [BUG] },
    },
  },
  {
    what: 'journey-wave with three workers',
    machine: journeyWave,
    input: WAVE,
    script: { JourneyWavePlan: { always: [{ returns: WORKERS }] }, JourneyWaveDrain: { always: [DRAINED] } },
  },
  {
    what: 'journey-wave with a worker that is busy twice and one that has a bug',
    machine: journeyWave,
    input: WAVE,
    script: {
      JourneyWavePlan: { always: [BUSY, { returns: WORKERS }] },
      JourneyWaveDrain: {
        always: [DRAINED],
        to: [
          { inputWith: '[1,3]', answers: [BUSY, BUSY, DRAINED] },
          { inputWith: '[4]', answers: [BUG] },
        ],
      },
    },
  },
  {
    what: 'journey-wave whose plan fails for good',
    machine: journeyWave,
    input: WAVE,
    script: { JourneyWavePlan: { always: [BUG] }, JourneyWaveDrain: { always: [DRAINED] } },
  },
];
