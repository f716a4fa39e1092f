/** `journeys schema` and its like: the JSON Schema of documents as people write them. It needs no data folder. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { jsonSchemaOf, type WrittenDocument } from '../../core/jsonSchema.ts';

export function printing(document: WrittenDocument): (context: CommandContext) => Promise<ExitCode> {
  return async ({ printer }) => {
    await printer.document(jsonSchemaOf(document));
    return 0;
  };
}
