/**
 * `POST /v1/uploads`, `POST /v1/imports/{kind}`, `POST /v1/evaluations`, `POST /v1/recommendations/train`,
 * `GET /v1/jobs/{id}` of a deployed system: long work is
 * started under a name and looked at later. One machine does the same work at once and answers what came of it.
 */
import { hash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { JobName, Jobs, JobState } from '../../../core/jobs.ts';
import type { Json } from '../../../core/json.ts';
import { DAY_MS, isoInstant, parseIso, utcDay } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { consentOptions } from '../../shared/import/consents.ts';
import { customerOptions } from '../../shared/import/customers.ts';
import { eventOptions } from '../../shared/import/events.ts';
import { orderOptions } from '../../shared/import/orders.ts';
import { suppressionOptions } from '../../shared/import/suppressions.ts';
import { evaluationModel } from '../../shared/evaluationModel.ts';
import { evaluationReport } from '../../shared/evaluationReport.ts';
import { misuse, notFound, Problem, statusOf } from '../../shared/problem.ts';
import { Accepted, bodyAs, type Route, type RouteRequest } from './route.ts';

/** Of every import, beside what the import of a file on one machine is told. */
const ofFiles = {
  upload: z.string().regex(/^uploads\/[\w./-]{1,200}$/, 'is the upload that POST /v1/uploads answered'),
  /** What the file is called where it comes from. */
  name: z.string().min(1).max(500).optional(),
};

export const importBodies = {
  orders: z.strictObject({ ...orderOptions.shape, ...ofFiles }),
  customers: z.strictObject({ ...customerOptions.shape, ...ofFiles }),
  consents: z.strictObject({ ...consentOptions.shape, ...ofFiles }),
  suppressions: z.strictObject({ ...suppressionOptions.shape, ...ofFiles }),
  events: z.strictObject({ ...eventOptions.shape, ...ofFiles }),
} as const;
export type ImportKind = keyof typeof importBodies;

export const evaluationBody = z.strictObject({
  /** Date of the evaluation; today when left out. */
  at: z.string().optional(),
  model: z.string().min(1).optional(),
  /** False evaluates as the nightly run does: refits only when due. */
  force: z.boolean().default(true),
});

function notHere(what: string): Problem {
  return new Problem({
    status: 404,
    code: 'not-here',
    title: 'Not here',
    detail: `${what} is not part of this system`,
    remedy: 'one machine does it at once; a deployed system as a job',
  });
}

function jobsOf({ jobs }: Container): Jobs {
  if (jobs === undefined) throw notHere('a job that is started and looked at later');
  return jobs;
}

/** A request that is sent again under its idempotency key is the same job. */
function executionName(prefix: string, { headers }: RouteRequest): string {
  const key = headers['idempotency-key'];
  return `${prefix}-${key === undefined ? randomUUID() : hash('sha256', key).slice(0, 40)}`;
}

export async function started(
  container: Container,
  request: RouteRequest,
  { name, prefix, input }: { readonly name: JobName; readonly prefix: string; readonly input: Json },
): Promise<Accepted> {
  const { id } = await jobsOf(container).start(name, input, executionName(prefix, request));
  return new Accepted({ job: id, status: 'running' });
}

export function newUpload({ uploads }: Container): Route {
  return async () => {
    if (uploads === undefined) throw notHere('an upload');
    return uploads.offer();
  };
}

/** JSON without what was left out. */
function jsonOf(value: unknown): Json {
  return z.json().parse(JSON.parse(JSON.stringify(value)));
}

export function importFile(container: Container, kind: ImportKind): Route {
  return async (request) => {
    const { upload, ...options } = bodyAs<z.output<(typeof importBodies)[ImportKind]>>(
      request,
      importBodies[kind],
    );
    const input = jsonOf({ kind, upload, options });
    return started(container, request, { name: 'import', prefix: `import-${kind}`, input });
  };
}

/** The beginning of a day. Throws a `Problem` of status 400. */
function dayOf(at: string): number {
  const instant = parseIso(at);
  if (instant !== null) return utcDay(instant) * DAY_MS;
  throw misuse('at', `"${at}" is no date`, 'write it as 2026-04-03');
}

export function evaluate(container: Container): Route {
  return async (request) => {
    const { at, model, force } = bodyAs(request, evaluationBody);
    const named = model === undefined ? {} : { model: evaluationModel(model) };
    const input = jsonOf({ at: dayOf(at ?? isoInstant(container.now())), force, ...named });
    return started(container, request, { name: 'lifecycle-evaluation', prefix: 'evaluation', input });
  };
}

/** Orders up to now count. */
export function trainNow(container: Container): Route {
  return (request) => {
    const input = { at: container.now(), only: 'recommendations' };
    return started(container, request, { name: 'lifecycle-evaluation', prefix: 'recommendations', input });
  };
}

/** A refusal the user can put right has the status it would have had at once. */
function problemIn({ error, cause }: Extract<JobState, { kind: 'failed' }>) {
  return { status: statusOf(error), code: error, detail: cause };
}

async function stateView({ uploads }: Container, state: JobState) {
  switch (state.kind) {
    case 'running':
      return { status: 'running' };
    case 'failed':
      return { status: 'failed', problem: problemIn(state) };
    case 'done': {
      const kept = z.looseObject({ rejectFile: z.string() }).safeParse(state.result);
      const isKept = kept.success && kept.data.rejectFile !== '' && uploads !== undefined;
      const rejects = isKept ? { rejectUrl: await uploads.link(kept.data.rejectFile) } : {};
      return { status: 'done', result: evaluationReport(state.result) ?? state.result, ...rejects };
    }
  }
}

export function lookAtJob(container: Container): Route {
  return async ({ params }) => {
    const id = params.id ?? '';
    const state = await jobsOf(container).look(id);
    if (state === null)
      throw notFound('unknown-job', `there is no job "${id}"`, 'jobs are kept for 90 days after their end');
    return { job: id, ...(await stateView(container, state)) };
  };
}
