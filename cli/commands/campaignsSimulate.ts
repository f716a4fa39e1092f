/** `campaigns simulate`: a definition replayed over recorded history, beside the journeys in force. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { readDefinition } from '../definitionFiles.ts';
import { simulationBody, simulationLines } from './simulate.ts';

const replaySchema = z.looseObject({ journey: z.record(z.string(), z.unknown()) });

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer } = context;
  const file = args.operand();
  const body = simulationBody(context);
  const source = await readDefinition(context, file);
  const replay = await ask({
    method: 'POST',
    path: '/v1/campaigns/replay',
    body: { source, name: file, from: args.required('from') },
  });
  const { journey } = readAnswer(replaySchema, replay);
  const answer = await ask({
    method: 'POST',
    path: '/v1/simulations',
    body: { ...body, definitions: [{ source: JSON.stringify(journey) }] },
    onProgress: printer.progress,
  });
  if (json) await printer.document(answer);
  else await printer.lines(simulationLines(context, answer));
  return 0;
}
