/** Worker thread of one job: runs it, reports progress, answers the result or the problem. */
import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { problemOf } from '../../functions/shared/problem.ts';
import { JOB_NAMES, runJobHere } from './job.ts';

const input = z.object({
  name: z.enum(JOB_NAMES),
  dataDir: z.string(),
  workspace: z.string(),
  body: z.unknown(),
});

const { name, dataDir, workspace, body } = input.parse(workerData);
const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread only');

try {
  const onProgress = (progress: { done: number; what: string }) =>
    port.postMessage({ kind: 'progress', progress });
  const result = await runJobHere(name, { dataDir, workspace, body, onProgress });
  port.postMessage({ kind: 'done', result });
} catch (failure) {
  port.postMessage({ kind: 'failed', problem: problemOf(failure) });
}
