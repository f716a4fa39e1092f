/** `offers publish`: a document of offers takes the place of the one in force, if it can be used. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { publishDocument } from '../definitionDocument.ts';

export function run(context: CommandContext): Promise<ExitCode> {
  return publishDocument(context, '/v1/offers', context.words.offers);
}
