/** A handler as Lambda calls it: over the container its `needs` ask for, with its log around it. */
import type { Context } from 'aws-lambda';
import type { FunctionDefinition } from '../../workflows/functionDefinition.ts';
import { FUNCTIONS, type FunctionName } from '../../workflows/functions.ts';
import { type AwsContainer, awsContainer } from './awsContainer.ts';
import type { AwsPart } from './awsParts.ts';
import { settingsBeside } from './deploymentSettings.ts';
import { FunctionLog } from './functionLog.ts';

type Handler<Event, Answer> = (event: Event, context: Context) => Promise<Answer>;

/** Awaited once, at the cold start. Throws as `awsContainer` does. */
export async function onAws<Event, Answer>(
  name: FunctionName,
  parts: readonly AwsPart[],
  make: (runtime: AwsContainer) => Handler<Event, Answer>,
): Promise<Handler<Event, Answer>> {
  const log = new FunctionLog(name);
  const { needs }: FunctionDefinition = FUNCTIONS[name];
  const { env: surroundings } = process;
  const settings = settingsBeside(import.meta.dirname, surroundings);
  const runtime = await awsContainer({ needs, parts, surroundings, settings, report: log.report });
  return log.around(make(runtime));
}
