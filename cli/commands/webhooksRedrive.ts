/** `webhooks redrive`: calls failed webhooks again. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { runRedrive } from '../redriving.ts';
import { filterOf } from './webhooksFailed.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { redriven } = context.words.failedWebhooks;
  return runRedrive(context, '/v1/webhooks/redrive', redriven, filterOf(context));
}
