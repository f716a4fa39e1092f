/** Waits for a job of a deployed system: asks how far it is, more seldom the longer it takes, and answers what came of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { ApiRequest, ApiResponse } from '../../local/api/types.ts';

const begun = z.looseObject({ job: z.string() });
const state = z.looseObject({
  status: z.enum(['running', 'done', 'failed']),
  result: z.unknown().optional(),
  rejectUrl: z.string().optional(),
  problem: z.looseObject({ status: z.number().optional(), code: z.string(), detail: z.string() }).optional(),
});

export interface Ended {
  readonly response: ApiResponse;
  /** Where the rejected rows of an import can be fetched; null where there are none. */
  readonly rejectUrl: string | null;
}

export interface Pace {
  readonly firstMs: number;
  readonly mostMs: number;
}

export const PACE: Pace = { firstMs: 500, mostMs: 5_000 };

function failedJob(job: string, problem: z.output<typeof state>['problem']): ApiResponse {
  const { status = 500, code = 'job-failed', detail = 'it did not say why' } = problem ?? {};
  const body = { status, code, title: `The job ${job} failed`, detail };
  return { status, body: { type: `urn:perennial:problem:${code}`, ...body } };
}

/** An answer that is no job is the end already. */
export async function untilDone(
  ask: (request: ApiRequest) => Promise<ApiResponse>,
  answer: ApiResponse,
  tell: (what: string) => void,
  { firstMs, mostMs }: Pace = PACE,
): Promise<Ended> {
  const started = begun.safeParse(answer.body);
  if (answer.status !== 202 || !started.success) return { response: answer, rejectUrl: null };
  const { job } = started.data;
  const since = Date.now();
  for (let waitMs = firstMs; ; waitMs = Math.min(mostMs, waitMs * 1.5)) {
    await sleep(waitMs);
    const response = await ask({ method: 'GET', path: `/v1/jobs/${encodeURIComponent(job)}` });
    const seen = state.safeParse(response.body);
    if (response.status !== 200 || !seen.success) return { response, rejectUrl: null };
    const { status, result, rejectUrl = null, problem } = seen.data;
    if (status === 'failed') return { response: failedJob(job, problem), rejectUrl: null };
    if (status === 'done') return { response: { status: 200, body: result ?? null }, rejectUrl };
    tell(`${Math.round((Date.now() - since) / 1_000)} s`);
  }
}
