/** The functions of `lifecycle-evaluation`: part of the table in `functions.ts`. */
import {
  type FunctionDefinition,
  ONE_CPU_MB,
  READ,
  READ_WRITE,
  SCAN_READ_WRITE,
} from './functionDefinition.ts';

const TASK_OF_EVALUATION = { kind: 'task', machine: 'lifecycle-evaluation' } as const;
/** Room for a square of 3,000 items and its inverse beside what everyone bought. */
const TWO_CPUS_MB = 3_538;

export const EVALUATION_FUNCTIONS = {
  lifecyclePrepare: {
    entry: 'functions/lifecyclePrepare/lambda.ts',
    timeoutSeconds: 900,
    memoryMb: ONE_CPU_MB,
    trigger: TASK_OF_EVALUATION,
    needs: {
      // The margin is measured from orders by the costs of the catalogue.
      tables: { people: ['read', 'scan'], config: READ },
      bucket: { 'documents/': ['read'] },
    },
  },
  lifecycleSummarise: {
    entry: 'functions/lifecycleSummarise/lambda.ts',
    timeoutSeconds: 900,
    memoryMb: ONE_CPU_MB,
    trigger: TASK_OF_EVALUATION,
    needs: {
      tables: { people: ['read', 'scan'], config: READ },
      // Each customer's own margin is counted by the costs of the catalogue.
      bucket: { 'scratch/': ['write'], 'documents/': ['read'] },
    },
  },
  lifecycleFit: {
    entry: 'functions/lifecycleFit/lambda.ts',
    timeoutSeconds: 900,
    memoryMb: ONE_CPU_MB,
    trigger: TASK_OF_EVALUATION,
    needs: {
      tables: { config: READ_WRITE },
      bucket: { 'scratch/': ['read', 'list', 'write', 'delete'] },
    },
  },
  lifecycleMap: {
    entry: 'functions/lifecycleMap/lambda.ts',
    timeoutSeconds: 900,
    memoryMb: ONE_CPU_MB,
    trigger: TASK_OF_EVALUATION,
    needs: {
      tables: { people: SCAN_READ_WRITE, facts: READ_WRITE, work: READ_WRITE, config: READ },
      bucket: { 'scratch/': ['read', 'list', 'write'] },
    },
  },
  lifecycleEnterStage: {
    entry: 'functions/lifecycleEnterStage/lambda.ts',
    timeoutSeconds: 900,
    memoryMb: ONE_CPU_MB,
    trigger: TASK_OF_EVALUATION,
    needs: {
      tables: { people: SCAN_READ_WRITE, facts: READ_WRITE, work: READ_WRITE, config: READ },
      bucket: { 'scratch/': ['read', 'list'] },
    },
  },
  lifecycleFinish: {
    entry: 'functions/lifecycleFinish/lambda.ts',
    timeoutSeconds: 60,
    memoryMb: 512,
    trigger: TASK_OF_EVALUATION,
    needs: {
      tables: { people: READ, config: READ_WRITE },
      bucket: { 'scratch/': ['read', 'list', 'delete'] },
    },
  },
  recommendTrain: {
    entry: 'functions/recommendTrain/lambda.ts',
    timeoutSeconds: 900,
    memoryMb: TWO_CPUS_MB,
    trigger: TASK_OF_EVALUATION,
    needs: {
      // What came of recommendations is read from decisions and events, and written beside them.
      tables: {
        people: ['read', 'scan'],
        facts: READ,
        work: ['read', 'scan', 'write'],
        config: READ_WRITE,
      },
      bucket: { 'documents/': ['list', 'write', 'delete'] },
    },
  },
  segmentsJudge: {
    entry: 'functions/segmentsJudge/lambda.ts',
    timeoutSeconds: 900,
    memoryMb: ONE_CPU_MB,
    trigger: TASK_OF_EVALUATION,
    needs: {
      // Sizes are kept beside the settings.
      tables: { people: SCAN_READ_WRITE, facts: READ_WRITE, work: READ_WRITE, config: READ_WRITE },
    },
  },
  judgeExperiments: {
    entry: 'functions/judgeExperiments/lambda.ts',
    timeoutSeconds: 900,
    memoryMb: ONE_CPU_MB,
    trigger: TASK_OF_EVALUATION,
    needs: { tables: { people: ['read', 'scan'], config: READ_WRITE } },
  },
  lifecycleRecordFailure: {
    entry: 'functions/lifecycleRecordFailure/lambda.ts',
    timeoutSeconds: 60,
    memoryMb: 256,
    trigger: TASK_OF_EVALUATION,
    needs: { tables: { config: READ_WRITE } },
  },
} as const satisfies Readonly<Record<string, FunctionDefinition>>;
