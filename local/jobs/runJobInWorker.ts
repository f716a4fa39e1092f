/** Runs a job in a worker thread, so that a server goes on answering while it computes. */
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import { Problem } from '../../functions/shared/problem.ts';
import type { RunJob } from './job.ts';

const problem = z.object({
  status: z.number(),
  code: z.string(),
  title: z.string(),
  detail: z.string(),
  field: z.string().exactOptional(),
  remedy: z.string().exactOptional(),
  problems: z
    .array(
      z.object({
        path: z.string(),
        message: z.string(),
        severity: z.enum(['error', 'warning']).exactOptional(),
        line: z.number().nullable().exactOptional(),
        code: z.string().exactOptional(),
      }),
    )
    .exactOptional(),
});

const message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), progress: z.object({ done: z.number(), what: z.string() }) }),
  z.object({ kind: z.literal('done'), result: z.unknown() }),
  z.object({ kind: z.literal('failed'), problem }),
]);

export const runJobInWorker: RunJob = (name, { dataDir, workspace, body, onProgress }) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { name, dataDir, workspace, body },
    });
    worker.on('message', (raw: unknown) => {
      const heard = message.parse(raw);
      if (heard.kind === 'progress') onProgress(heard.progress);
      else if (heard.kind === 'done') resolve(heard.result);
      else reject(new Problem(heard.problem));
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (code !== 0) reject(new Error(`the worker of ${name} ended with exit code ${code}`));
    });
  });
