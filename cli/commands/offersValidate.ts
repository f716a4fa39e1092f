/** `offers validate`: what is wrong with a document of offers, by line. Exit 1 when it cannot be published. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { validateDocument } from '../definitionDocument.ts';

export function run(context: CommandContext): Promise<ExitCode> {
  return validateDocument(context, '/v1/offers', context.words.offers);
}
