/** Files of segments: read here, judged by the API together with the segments in force. */
import { basename } from 'node:path';
import type { CommandContext } from './context.ts';
import { readDefinition } from './definitionFiles.ts';

export async function segmentSources(context: CommandContext) {
  const sources: { name: string; source: string }[] = [];
  for (const file of context.args.operands)
    sources.push({ name: basename(file), source: await readDefinition(context, file) });
  return sources;
}
