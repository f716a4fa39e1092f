/** What came back about a message, on one line: each thing with its time, in the order it happened. */
import * as z from 'zod';
import { minute } from '../text/format.ts';
import { fill } from '../words/words.ts';
import type { WordTable } from '../words/wordTable.ts';

const at = z.string().nullish();

export const feedbackSchema = z.looseObject({
  deliveredAt: at,
  openedAt: at,
  openedByMachineAt: at,
  clickedAt: at,
  clickedByMachineAt: at,
  softBouncedAt: at,
  hardBouncedAt: at,
  complainedAt: at,
  rejectedAt: at,
});
type Feedback = z.output<typeof feedbackSchema>;

const KINDS = [
  'delivered',
  'openedByMachine',
  'opened',
  'clickedByMachine',
  'clicked',
  'softBounced',
  'hardBounced',
  'complained',
  'rejected',
] as const;

function told(feedback: Feedback) {
  return KINDS.flatMap((kind) => {
    const when = feedback[`${kind}At`];
    return when == null ? [] : [{ kind, when }];
  }).sort((a, b) => (a.when < b.when ? -1 : Number(a.when > b.when)));
}

/** Null where nothing came back. */
export function feedbackLine(feedback: Feedback | null | undefined, words: WordTable): string | null {
  const parts = told(feedback ?? {}).map(({ kind, when }) =>
    fill(words.feedback.one, { what: words.feedback[kind], at: minute(when) }),
  );
  return parts.length === 0 ? null : parts.join(words.list.comma);
}

/** Without times, for a table; empty where nothing came back. */
export function feedbackWords(feedback: Feedback | null | undefined, words: WordTable): string {
  return told(feedback ?? {})
    .map(({ kind }) => words.feedback[kind])
    .join(words.list.comma);
}

/** Of a fact of kind `message-feedback`. */
export function feedbackFactText(body: Readonly<Record<string, unknown>>, words: WordTable): string {
  const { feedback } = words;
  if (body['what'] === 'complained') return feedback.complained;
  if (body['what'] === 'rejected') return feedback.rejected;
  return body['bounce'] === 'hard' ? feedback.hardBounced : feedback.softBounced;
}
