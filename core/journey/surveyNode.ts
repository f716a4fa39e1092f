/**
 * The node that asks one question: a message whose link opens a page with it, and the wait for the answer, which comes back as an
 * event. Where a person goes on is said by what they answered.
 */
import * as z from 'zod';
import type { Json, JsonObject } from '../json.ts';
import { messageFields } from './messageFields.ts';
import { durationSchema, idSchema, localisedText } from './pieces.ts';

/** `nps` 0 to 10, `csat` 1 to 5, `yes-no`, or one of the `choices` given. */
export const SURVEY_SCALES = ['nps', 'csat', 'yes-no', 'choice'] as const;

/** What an answer is told by. */
export const SURVEY_ANSWERED = 'Survey Answered';

/** Bounds of the scales that are numbers. */
export const NUMBER_SCALES = { nps: { min: 0, max: 10 }, csat: { min: 1, max: 5 } } as const;

const choice = z.strictObject({ id: idSchema, label: localisedText });

const answer = z
  .strictObject({
    /** Of numbers. */
    min: z.number().optional(),
    max: z.number().optional(),
    /** Of words: `yes`, `no`, or ids of choices. */
    is: z.array(idSchema).min(1).max(20).optional(),
    next: idSchema,
  })
  .refine(
    ({ min, max, is }) => (is === undefined) !== (min === undefined && max === undefined),
    'give either is, or min, max or both',
  );

const surveyFields = z.strictObject({
  type: z.literal('survey'),
  /** Answers of all nodes with this name are counted together. */
  survey: idSchema,
  question: localisedText,
  scale: z.enum(SURVEY_SCALES),
  /** Of the scale `choice`. */
  choices: z.array(choice).min(2).max(12).optional(),
  channel: z.enum(['email', 'sms']).default('email'),
  template: idSchema,
  ...messageFields,
  timeout: durationSchema,
  /** The first that fits says where a person goes on. */
  answers: z.array(answer).max(20).default([]),
  /** Where a person goes on whose answer is none of these. */
  next: idSchema,
  onTimeout: idSchema,
});

/** Words the scale knows; null where it is one of numbers. */
export function wordsOfScale({ scale, choices }: Pick<SurveyNode, 'scale' | 'choices'>): string[] | null {
  switch (scale) {
    case 'yes-no':
      return ['yes', 'no'];
    case 'choice':
      return choices?.map(({ id }) => id) ?? [];
    case 'nps':
    case 'csat':
      return null;
  }
}

function problemsOf(node: SurveyNode): { path: (string | number)[]; message: string }[] {
  const { scale, choices, answers } = node;
  if ((scale === 'choice') !== (choices !== undefined))
    return [{ path: ['choices'], message: 'the scale choice, and no other, has choices' }];
  const ids = choices?.map(({ id }) => id) ?? [];
  if (new Set(ids).size < ids.length) return [{ path: ['choices'], message: 'two choices have the same id' }];
  const words = wordsOfScale(node);
  return answers.flatMap(({ is }, place) => {
    if ((is === undefined) !== (words === null)) {
      const wanted = words === null ? 'min, max or both' : 'is';
      return [{ path: ['answers', place], message: `answers on the scale ${scale} are told by ${wanted}` }];
    }
    const strange = is?.find((word) => words?.includes(word) === false);
    if (strange === undefined) return [];
    const known = words?.join(', ') ?? '';
    return [
      { path: ['answers', place, 'is'], message: `there is no answer "${strange}"; there is: ${known}` },
    ];
  });
}

export type SurveyNode = z.infer<typeof surveyFields>;

export const survey = surveyFields.superRefine((node, context) => {
  for (const problem of problemsOf(node)) context.addIssue({ code: 'custom', ...problem });
});

/** What an event says was answered, as the scale knows it; null where it says nothing of that kind. */
export function answerIn(
  node: Pick<SurveyNode, 'scale' | 'choices'>,
  { score, choice: chosen }: JsonObject,
): string | number | null {
  if (node.scale === 'nps' || node.scale === 'csat') {
    const { min, max } = NUMBER_SCALES[node.scale];
    const isOnScale = typeof score === 'number' && Number.isInteger(score) && score >= min && score <= max;
    return isOnScale ? score : null;
  }
  const words = wordsOfScale(node) ?? [];
  return typeof chosen === 'string' && words.includes(chosen) ? chosen : null;
}

/** Where an answer leads, which is told as a node keeps it: as text. */
export function wayOfAnswer(node: Pick<SurveyNode, 'scale' | 'answers' | 'next'>, said: string): string {
  const isNumber = node.scale === 'nps' || node.scale === 'csat';
  const fits = ({ min = -Infinity, max = Infinity, is }: SurveyNode['answers'][number]) =>
    isNumber ? Number(said) >= min && Number(said) <= max : is?.includes(said) === true;
  return node.answers.find(fits)?.next ?? node.next;
}

/** The question as a message carries it to its template and its page. */
export function askedBy(node: SurveyNode): JsonObject {
  const { survey: id, question, scale, choices } = node;
  return { id, question, scale, ...(choices === undefined ? {} : { choices }) };
}

const askedSchema = z.object({
  id: z.string(),
  question: localisedText,
  scale: z.enum(SURVEY_SCALES),
  choices: z.array(choice).optional(),
});
export type AskedSurvey = z.infer<typeof askedSchema>;

/** The question a message carries; null where it carries none. */
export function askedIn(value: Json | undefined): AskedSurvey | null {
  const read = askedSchema.safeParse(value);
  return read.success ? read.data : null;
}
