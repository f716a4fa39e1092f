/** `demo`: lays out the demonstration shop, and says what came of it. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { failed } from '../failure.ts';
import { count, decimal } from '../text/format.ts';
import { pairs } from '../text/table.ts';
import { findHolder } from '../transports/localServer.ts';
import { fill, wordFor } from '../words/words.ts';
import type { Vocabulary } from '../words/wordTable.ts';

const counts = z.record(z.string(), z.number());

const demoSchema = z.looseObject({
  customers: z.number(),
  stages: counts.nullable(),
  grades: counts.nullable(),
  journeys: z.array(z.looseObject({ id: z.string() })),
  messages: counts,
  ledger: z.looseObject({ balanced: z.boolean() }),
  segments: counts,
  offers: counts,
  points: z.looseObject({ members: z.number(), held: z.number(), balanced: z.boolean() }),
  winBack: counts,
  samples: z.array(z.looseObject({ subject: z.string() })).default([]),
  seconds: z.number(),
});
type Demo = z.output<typeof demoSchema>;

function counted(
  { words, language }: CommandContext,
  values: z.output<typeof counts>,
  vocabulary?: Vocabulary,
) {
  return Object.entries(values)
    .map(
      ([name, value]) => `${vocabulary ? wordFor(words, vocabulary, name) : name} ${count(value, language)}`,
    )
    .join(', ');
}

function points({ words, language }: CommandContext, { members, held, balanced }: Demo['points']): string {
  const { demo: labels } = words;
  return fill(labels.pointsValue, {
    points: count(held, language),
    members: count(members, language),
    balanced: balanced ? labels.balanced : labels.unbalanced,
  });
}

function summary(context: CommandContext, demo: Demo): string[] {
  const { words, language, dataDir } = context;
  const { demo: labels } = words;
  return [
    fill(labels.done, { dataDir }),
    '',
    ...pairs([
      [labels.customers, count(demo.customers, language)],
      [labels.stages, demo.stages && counted(context, demo.stages, 'stage')],
      [labels.grades, demo.grades && counted(context, demo.grades)],
      [labels.journeys, demo.journeys.map((journey) => journey.id).join(', ')],
      [labels.messages, counted(context, demo.messages)],
      [labels.segments, counted(context, demo.segments)],
      [labels.offers, counted(context, demo.offers)],
      [labels.points, points(context, demo.points)],
      [labels.winBack, counted(context, demo.winBack, 'verdict')],
      [labels.ledger, demo.ledger.balanced ? labels.balanced : labels.unbalanced],
      ...demo.samples.map(({ subject }, i) => [i === 0 ? labels.subjects : '', subject] as const),
      [labels.seconds, fill(labels.secondsValue, { seconds: decimal(demo.seconds, language, 1) })],
    ]),
    '',
    labels.next,
  ];
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { dataDir, json, printer, surroundings, words } = context;
  const holder = await findHolder(dataDir);
  if (holder.kind === 'server') {
    const values = { dataDir, url: holder.endpoint.base.origin, pid: holder.lock.pid };
    throw failed('already-served', fill(words.serve.held, values), { remedy: words.serve.heldRemedy });
  }
  const log = (line: string): void => void printer.note(line);
  const result = await surroundings.runDemo({ dataDir, log });
  const demo = readAnswer(demoSchema, result);
  if (json) await printer.document(result);
  else await printer.lines(summary(context, demo));
  return demo.ledger.balanced && demo.points.balanced ? 0 : 1;
}
