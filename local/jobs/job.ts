/**
 * Long work on a workspace: import, evaluation, analysis, simulation, seeding the demonstration shop. A job opens the workspace itself,
 * so the same function runs in this process (the command line) or in a worker thread (the server).
 */
import { analyseShop } from './analyse.ts';
import { campaignHistory } from './campaignHistory.ts';
import { evaluate } from './evaluate.ts';
import { importConsentFile, importSuppressionFile } from './importContactFile.ts';
import { importCustomerFile } from './importCustomerFile.ts';
import { importEventFile } from './importEventFile.ts';
import { importOrderFile } from './importOrderFile.ts';
import { judgeLost } from './judgeLost.ts';
import type { JobContext } from './jobContext.ts';
import { previewSegmentHere, recomputeSegmentsHere } from './segments.ts';
import { seedDemo } from './seedDemo.ts';
import { simulateHistory } from './simulateHistory.ts';
import { simulateWinBack } from './simulateWinBack.ts';
import { trainNow } from './trainNow.ts';

type Job = (context: JobContext) => Promise<unknown>;

const JOBS = {
  'import-orders': importOrderFile,
  'import-customers': importCustomerFile,
  'import-consents': importConsentFile,
  'import-suppressions': importSuppressionFile,
  'import-events': importEventFile,
  'campaign-history': campaignHistory,
  evaluate,
  analyse: analyseShop,
  'judge-lost': judgeLost,
  'train-recommendations': trainNow,
  'preview-segment': previewSegmentHere,
  'recompute-segments': recomputeSegmentsHere,
  simulate: simulateHistory,
  'simulate-win-back': simulateWinBack,
  'seed-demo': seedDemo,
} as const satisfies Record<string, Job>;

export const JOB_NAMES = [
  'import-orders',
  'import-customers',
  'import-consents',
  'import-suppressions',
  'import-events',
  'campaign-history',
  'evaluate',
  'analyse',
  'judge-lost',
  'train-recommendations',
  'preview-segment',
  'recompute-segments',
  'simulate',
  'simulate-win-back',
  'seed-demo',
] as const satisfies (keyof typeof JOBS)[];

export type JobName = keyof typeof JOBS;

export type RunJob = (name: JobName, context: JobContext) => Promise<unknown>;

/** Runs a job in this process. */
export const runJobHere: RunJob = (name, context) => JOBS[name](context);
