/** What every state machine is put through on both runtimes: an input, and what its functions answer. */
import type { Json } from '../../core/json.ts';
import type { StateMachine } from '../../workflows/asl.ts';
import { campaignLaunch } from '../../workflows/campaignLaunch.ts';
import { eraseCustomer } from '../../workflows/eraseCustomer.ts';
import { importFile } from '../../workflows/importFile.ts';
import { journeyWave } from '../../workflows/journeyWave.ts';
import { lifecycleEvaluation } from '../../workflows/lifecycleEvaluation.ts';
import type { Answer, Script } from '../support/aws/scripted.ts';

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

const PLAN = { run: 'evaluation-1', at: 1, refit: true, store: true, enrol: true, segments: [0, 1, 2] };
const NOBODY = { identification: 0, development: 0, stability: 0, decline: 0 };

function mapped(segment: number, entering: Readonly<Partial<typeof NOBODY>>): Answer {
  return { returns: { segment, customers: 7, entering: { ...NOBODY, ...entering } } };
}

const JUDGING = { always: [{ returns: { people: 7, counted: { at: 1, version: 1, members: [3, 0] } } }] };

const EVALUATION: Script = {
  LifecyclePrepare: { always: [{ returns: PLAN }] },
  LifecycleSummarise: { always: [{ returns: { segment: 0 } }] },
  LifecycleFit: { always: [{ returns: { modelVersion: 3, flags: [] } }] },
  RecommendTrain: { always: [{ returns: { model: 'ease', version: 3 } }] },
  LifecycleMap: { always: [mapped(0, {})] },
  LifecycleEnterStage: { always: [{ returns: { stage: 'decline', segment: 1, written: 2 } }] },
  LifecycleFinish: { always: [{ returns: { at: 1, stored: true, written: 9 } }] },
  SegmentsJudge: { ...JUDGING, to: [{ inputWith: '"judged"', answers: [{ returns: { counted: true } }] }] },
  JudgeExperiments: { always: [{ returns: { judged: 1, decided: [] } }] },
  LifecycleRecordFailure: { always: [{ returns: {} }] },
};

const IMPORT = { upload: 'uploads/1', kind: 'orders', options: { map: 'customer=id', currency: 'USD' } };

function partDone(part: number): Answer {
  return { returns: { run: 'parity', part, isDone: true } };
}

function partGoesOn(part: number): Answer {
  return { returns: { run: 'parity', part, isDone: false } };
}

const IMPORTING: Script = {
  ImportPlan: {
    always: [{ returns: { kind: 'planned', parts: [0, 1, 2].map((part) => ({ run: 'parity', part })) } }],
  },
  ImportPart: { always: [partDone(0)] },
  ImportFinish: { always: [{ returns: { accepted: 3, rejectFile: null, notes: [] } }] },
  ImportRecordFailure: { always: [{ returns: { error: 'TypeError', cause: 'a bug', parts: 2 } }] },
};

function round(of: number, isDone: boolean): Answer {
  const erasure = { hash: 'abc', state: isDone ? 'erased' : 'under-way', erased: { orders: of } };
  return { returns: { task: 'erasure/abc/2026-03-10', round: of, isDone, erasure } };
}

const ERASING: Script = {
  EraseBegin: { always: [round(0, false)] },
  EraseStep: { always: [round(1, true)] },
  EraseRecordFailure: { always: [{ returns: {} }] },
};

const LAUNCH = { campaign: 'spring', run: 1 };

function launchStep(step: 'go-on' | 'over' | 'halted'): Answer {
  return { returns: { ...LAUNCH, step } };
}

const NO_UPKEEP = { UpkeepDrain: { always: [BUG] } };
const WITH_UPKEEP = {
  workers: [
    { lanes: ['transactional', 'journey', 'bulk'], shards: [0] },
    { lanes: ['upkeep'], shards: [0] },
  ],
};

export const PARITY_CASES: readonly ParityCase[] = [
  {
    what: 'journey-wave with nothing due',
    machine: journeyWave,
    input: WAVE,
    script: {
      JourneyWavePlan: { always: [{ returns: { workers: [] } }] },
      JourneyWaveDrain: { always: [BUG] },
      ...NO_UPKEEP,
    },
  },
  {
    what: 'journey-wave with three workers',
    machine: journeyWave,
    input: WAVE,
    script: {
      JourneyWavePlan: { always: [{ returns: WORKERS }] },
      JourneyWaveDrain: { always: [DRAINED] },
      ...NO_UPKEEP,
    },
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
      ...NO_UPKEEP,
    },
  },
  {
    what: 'journey-wave with a worker of upkeep that fails',
    machine: journeyWave,
    input: WAVE,
    script: {
      JourneyWavePlan: { always: [{ returns: WITH_UPKEEP }] },
      JourneyWaveDrain: { always: [DRAINED] },
      UpkeepDrain: { always: [BUG] },
    },
  },
  {
    what: 'journey-wave whose plan fails for good',
    machine: journeyWave,
    input: WAVE,
    script: { JourneyWavePlan: { always: [BUG] }, JourneyWaveDrain: { always: [DRAINED] }, ...NO_UPKEEP },
  },
  {
    what: 'journey-wave whose workers all fail',
    machine: journeyWave,
    input: WAVE,
    script: {
      JourneyWavePlan: { always: [{ returns: WORKERS }] },
      JourneyWaveDrain: { always: [BUG] },
      ...NO_UPKEEP,
    },
  },
  {
    what: 'lifecycle-evaluation with a refit and people entering every stage',
    machine: lifecycleEvaluation,
    input: { force: true },
    script: {
      ...EVALUATION,
      LifecycleMap: {
        always: [mapped(0, {})],
        to: [
          { inputWith: '"segment":1', answers: [BUSY, mapped(1, { identification: 1, decline: 2 })] },
          { inputWith: '"segment":2', answers: [mapped(2, { development: 3, stability: 4, decline: 5 })] },
        ],
      },
    },
  },
  {
    what: 'lifecycle-evaluation between refits, nobody entering anything',
    machine: lifecycleEvaluation,
    input: {},
    script: { ...EVALUATION, LifecyclePrepare: { always: [{ returns: { ...PLAN, refit: false } }] } },
  },
  {
    what: 'lifecycle-evaluation whose recommendations cannot be trained',
    machine: lifecycleEvaluation,
    input: {},
    script: { ...EVALUATION, RecommendTrain: { always: [BUG] } },
  },
  {
    what: 'lifecycle-evaluation whose experiments cannot be judged',
    machine: lifecycleEvaluation,
    input: {},
    script: { ...EVALUATION, JudgeExperiments: { always: [BUG] } },
  },
  {
    what: 'lifecycle-evaluation whose counted segments cannot be added up',
    machine: lifecycleEvaluation,
    input: {},
    script: {
      ...EVALUATION,
      SegmentsJudge: { ...JUDGING, to: [{ inputWith: '"judged"', answers: [BUG] }] },
    },
  },
  {
    what: 'lifecycle-evaluation that trains recommendations alone',
    machine: lifecycleEvaluation,
    input: { only: 'recommendations' },
    script: {
      ...EVALUATION,
      LifecyclePrepare: { always: [{ returns: { ...PLAN, only: 'recommendations' } }] },
    },
  },
  {
    what: 'lifecycle-evaluation of a table without segments',
    machine: lifecycleEvaluation,
    input: {},
    script: { ...EVALUATION, LifecyclePrepare: { always: [{ returns: { ...PLAN, segments: [] } }] } },
  },
  {
    what: 'lifecycle-evaluation one of whose stages fails',
    machine: lifecycleEvaluation,
    input: {},
    script: {
      ...EVALUATION,
      LifecycleMap: { always: [mapped(0, { stability: 1 })] },
      LifecycleEnterStage: { always: [BUG] },
    },
  },
  {
    what: 'lifecycle-evaluation that fails before it has a plan',
    machine: lifecycleEvaluation,
    input: {},
    script: { ...EVALUATION, LifecyclePrepare: { always: [BUG] } },
  },
  {
    what: 'import in three parts, one of which runs short of time and one of which is busy',
    machine: importFile,
    input: IMPORT,
    script: {
      ...IMPORTING,
      ImportPart: {
        always: [partDone(0)],
        to: [
          { inputWith: '"part":1', answers: [partGoesOn(1), partGoesOn(1), partDone(1)] },
          { inputWith: '"part":2', answers: [BUSY, partDone(2)] },
        ],
      },
    },
  },
  {
    what: 'import of a file without rows',
    machine: importFile,
    input: IMPORT,
    script: { ...IMPORTING, ImportPlan: { always: [{ returns: { kind: 'planned', parts: [] } }] } },
  },
  {
    what: 'import of a file that cannot be used',
    machine: importFile,
    input: IMPORT,
    script: {
      ...IMPORTING,
      ImportPlan: {
        always: [{ returns: { kind: 'refused', code: 'column-not-found', detail: 'no column "id"' } }],
      },
    },
  },
  {
    what: 'import two of whose parts fail',
    machine: importFile,
    input: IMPORT,
    script: {
      ...IMPORTING,
      ImportPart: { always: [BUG], to: [{ inputWith: '"part":1', answers: [partDone(1)] }] },
    },
  },
  {
    what: 'import that cannot be summed up',
    machine: importFile,
    input: IMPORT,
    script: { ...IMPORTING, ImportFinish: { always: [BUG] } },
  },
  {
    what: 'erase-customer in three rounds',
    machine: eraseCustomer,
    input: { task: 'erasure/abc/2026-03-10' },
    script: {
      ...ERASING,
      EraseStep: {
        always: [BUSY, round(1, false)],
        to: [
          { inputWith: '"round":1', answers: [round(2, false)] },
          { inputWith: '"round":2', answers: [round(3, true)] },
        ],
      },
    },
  },
  {
    what: 'erase-customer of one who is erased',
    machine: eraseCustomer,
    input: { task: 'erasure/abc/2026-03-10' },
    script: { ...ERASING, EraseBegin: { always: [round(0, true)] } },
  },
  {
    what: 'erase-customer that ends under way after its last round',
    machine: eraseCustomer,
    input: { task: 'erasure/abc/2026-03-10' },
    script: {
      ...ERASING,
      EraseStep: {
        always: [round(199, false)],
        to: [{ inputWith: '"round":199', answers: [round(200, false)] }],
      },
    },
  },
  {
    what: 'erase-customer that fails',
    machine: eraseCustomer,
    input: { task: 'erasure/abc/2026-03-10' },
    script: { ...ERASING, EraseStep: { always: [BUG] } },
  },
  {
    what: 'campaign-launch in three parts, one of which is busy',
    machine: campaignLaunch,
    input: LAUNCH,
    script: {
      CampaignPlan: { always: [launchStep('go-on')] },
      CampaignLetIn: { always: [launchStep('go-on'), BUSY, launchStep('go-on'), launchStep('over')] },
      CampaignRecordFailure: { always: [{ returns: {} }] },
    },
  },
  {
    what: 'campaign-launch of a campaign that is paused',
    machine: campaignLaunch,
    input: LAUNCH,
    script: {
      CampaignPlan: { always: [launchStep('halted')] },
      CampaignLetIn: { always: [BUG] },
      CampaignRecordFailure: { always: [BUG] },
    },
  },
  {
    what: 'campaign-launch that fails',
    machine: campaignLaunch,
    input: LAUNCH,
    script: {
      CampaignPlan: { always: [launchStep('go-on')] },
      CampaignLetIn: { always: [BUG] },
      CampaignRecordFailure: { always: [{ returns: {} }] },
    },
  },
];
