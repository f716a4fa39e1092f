/**
 * What a function says of itself: one line of JSON an invocation, and one for every failure, each with what finds the others that
 * belong to it. There is nothing of anybody in it: no event, no answer, no id of a customer, no words of a failure, since these may
 * quote what failed. A failure is told by its name, its code and the places in the program it came through.
 */
import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import * as z from 'zod';

const httpEvent = z.object({ requestContext: z.object({ requestId: z.string() }) });
/** Runs are named by the system: by dates, kinds and hashes. */
const runName = z.string().regex(/^[\w.-]{1,80}$/);
const ofRun = z.union([
  z.object({ run: runName }).transform(({ run }) => run),
  z.object({ plan: z.object({ run: runName }) }).transform(({ plan }) => plan.run),
]);
const batch = z.object({ Records: z.array(z.unknown()) });
const batchAnswer = z.object({ batchItemFailures: z.array(z.unknown()) });
const tally = z.object({ parked: z.int().positive() });
const httpAnswer = z.object({ statusCode: z.number(), body: z.string().optional() });
const problem = z.object({ code: z.string().regex(/^[\w-]{1,80}$/) });

type Keys = Record<string, string | number | readonly string[]>;

/** What the lines of one request, or of one run of a state machine, have in common. */
function correlationOf(event: unknown, { awsRequestId }: Context): Keys {
  const http = httpEvent.safeParse(event);
  const run = ofRun.safeParse(event);
  return {
    requestId: awsRequestId,
    correlationId: http.success ? http.data.requestContext.requestId : awsRequestId,
    ...(run.success ? { run: run.data } : {}),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function countsOf(event: unknown, answer: unknown): Keys {
  const records = batch.safeParse(event);
  const failures = batchAnswer.safeParse(answer);
  const parked = tally.safeParse(answer);
  const http = httpAnswer.safeParse(answer);
  const refusal =
    http.success && http.data.statusCode >= 400 ? problem.safeParse(parsed(http.data.body ?? '')) : null;
  return {
    ...(records.success ? { records: records.data.Records.length } : {}),
    ...(parked.success ? { parked: parked.data.parked } : {}),
    ...(failures.success ? { failed: failures.data.batchItemFailures.length } : {}),
    ...(http.success ? { status: http.data.statusCode } : {}),
    ...(refusal?.success === true ? { code: refusal.data.code } : {}),
  };
}

const MOST_FRAMES = 12;
const PLAIN_NAME = /^[\w.:-]{1,80}$/;

function plain(name: unknown): string {
  return typeof name === 'string' && PLAIN_NAME.test(name) ? name : 'unnamed';
}

function framesOf({ stack = '' }: Error): string[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at .*(?:\.m?[jt]s|node:)/.test(line))
    .slice(0, MOST_FRAMES)
    .map((line) => line.trim().slice(0, 200));
}

function codeOf(failure: Error): string {
  return 'code' in failure && failure.code !== undefined ? plain(failure.code) : 'internal-error';
}

function toldOf(failure: unknown): Keys {
  if (!(failure instanceof Error)) return { error: 'unnamed', code: 'internal-error' };
  const { cause } = failure;
  return {
    error: plain(failure.name),
    code: codeOf(failure),
    ...(cause instanceof Error ? { cause: plain(cause.name) } : {}),
    frames: framesOf(failure),
  };
}

/** Failures whose words are about files, columns, options and variables, and never about people. */
const TELLS =
  /^(?:environment-incomplete|import-misuse|settings-invalid|(?:map|column|currency|date-format|encoding|file|reject-file)-.*)$/;

/** The same failure to whoever matches it by name, without what its words may quote: Lambda writes them into the log. */
function withoutWords(failure: unknown, { awsRequestId }: Context): Error {
  if (!(failure instanceof Error)) return new Error(`failed; see the log of request ${awsRequestId}`);
  const code = codeOf(failure);
  const told = new Error(
    TELLS.test(code) ? failure.message : `${code}; see the log of request ${awsRequestId}`,
  );
  told.name = plain(failure.name);
  told.stack = `${told.name}: ${told.message}`;
  return told;
}

const INTERNAL = 500;

export class FunctionLog {
  private readonly logger: Logger;
  private now: Keys = {};

  constructor(name: string) {
    this.logger = new Logger({ serviceName: 'perennial' });
    this.logger.appendPersistentKeys({ function: name });
  }

  /** A failure that was answered, or left to be tried again, and not thrown. */
  readonly report = (failure: unknown): void => {
    this.logger.warn('a failure was answered', { ...this.now, ...toldOf(failure) });
  };

  /** The handler with its lines. Throws what it throws, without its words. */
  around<Event, Answer>(
    handler: (event: Event, context: Context) => Promise<Answer>,
  ): (event: Event, context: Context) => Promise<Answer> {
    return async (event, context) => {
      const began = Date.now();
      this.now = correlationOf(event, context);
      try {
        const answer = await handler(event, context);
        const counts = countsOf(event, answer);
        const line = { ...this.now, ...counts, ms: Date.now() - began };
        if (Number(counts['status']) >= INTERNAL) this.logger.error('failed', line);
        else this.logger.info('done', line);
        return answer;
      } catch (failure) {
        this.logger.error('failed', { ...this.now, ...toldOf(failure), ms: Date.now() - began });
        throw withoutWords(failure, context);
      }
    };
  }
}
