/** `guard`: what the reputation guard measures. Exit 1 while it has paused sending. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { sendingLines } from '../draw/sendingLines.ts';
import { count, minute, share } from '../text/format.ts';
import { table } from '../text/table.ts';
import { fill } from '../words/words.ts';

const rate = z.looseObject({ what: z.string(), count: z.number(), rate: z.number(), limit: z.number() });

const guardSchema = z.looseObject({
  paused: z.looseObject({ at: z.string(), what: z.string(), count: z.number(), of: z.number() }).nullable(),
  resumed: z.looseObject({ at: z.string(), by: z.string(), why: z.string() }).nullable(),
  minSends: z.number(),
  withinDays: z.number(),
  senders: z.array(
    z.looseObject({
      sender: z.string(),
      sends: z.number(),
      delivered: z.number(),
      isRead: z.boolean(),
      rates: z.array(rate),
    }),
  ),
});
type GuardAnswer = z.output<typeof guardSchema>;

function senderTable({ words, language }: CommandContext, { senders }: GuardAnswer): string[] {
  const { guard } = words;
  const cell = (isRead: boolean, one: z.output<typeof rate> | undefined): string => {
    const values = {
      count: count(one?.count ?? 0, language),
      rate: share(one?.rate ?? 0, language, 3),
      limit: share(one?.limit ?? 0, language, 3),
    };
    return fill(isRead ? guard.ofLimit : guard.tooFew, values);
  };
  const right = { align: 'right' } as const;
  return table(
    [
      { title: guard.sender },
      { title: guard.sends, ...right },
      { title: guard.delivered, ...right },
      { title: guard.complaints, ...right },
      { title: guard.bounces, ...right },
    ],
    senders.map(({ sender, sends, delivered, isRead, rates }) => [
      sender,
      count(sends, language),
      count(delivered, language),
      ...['complaints', 'hard-bounces'].map((what) =>
        cell(
          isRead,
          rates.find((one) => one.what === what),
        ),
      ),
    ]),
  );
}

/** Prints what the API answered about the guard. */
export async function printGuard(context: CommandContext, answer: unknown): Promise<ExitCode> {
  const { json, printer, words, language } = context;
  const guard = readAnswer(guardSchema, answer);
  const ending = guard.paused === null ? 0 : 1;
  if (json) {
    await printer.document(answer);
    return ending;
  }
  const { paused, resumed, senders } = guard;
  await printer.lines([
    ...(paused === null
      ? [words.guard.resting]
      : [
          ...sendingLines({ sending: false, stopped: null, guard: paused }, words, language),
          words.guard.remedy,
        ]),
    ...(resumed === null ? [] : [fill(words.guard.resumed, { ...resumed, at: minute(resumed.at) })]),
    fill(words.guard.window, {
      days: guard.withinDays,
      least: count(guard.minSends, language),
    }),
    '',
    ...(senders.length === 0 ? [words.guard.nobody] : senderTable(context, guard)),
  ]);
  return ending;
}

export async function run(context: CommandContext): Promise<ExitCode> {
  return printGuard(context, await context.ask({ method: 'GET', path: '/v1/sending/guard' }));
}
