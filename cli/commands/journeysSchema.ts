/** `journeys schema`: the JSON Schema of definitions as people write them. It needs no data folder. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { journeyJsonSchema } from '../../core/journey/jsonSchema.ts';

export async function run({ printer }: CommandContext): Promise<ExitCode> {
  await printer.document(journeyJsonSchema());
  return 0;
}
