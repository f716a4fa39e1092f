/** `customers relationship`: which kind of relationship suits a customer, and why. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { cleanText } from '../text/clean.ts';
import { count, money } from '../text/format.ts';
import { pairs } from '../text/table.ts';
import { wordFor } from '../words/words.ts';

const localised = z.looseObject({ en: z.string(), 'zh-CN': z.string() });

const relationshipSchema = z.looseObject({
  customer: z.string(),
  currency: z.string().nullable(),
  type: z.string(),
  contacts: z.number(),
  customers: z.number(),
  product: z.string(),
  grade: z.string().nullable(),
  stage: z.string().nullable(),
  pastYear: z.looseObject({ marginMinor: z.number(), revenueMinor: z.number() }),
  expectedYearMinor: z.number().nullable(),
  valueMargin: z.looseObject({ text: localised }).nullish(),
  asks: localised,
  because: localised,
});

export async function run({ args, ask, json, printer, words, language }: CommandContext): Promise<ExitCode> {
  const path = `/v1/customers/${encodeURIComponent(args.operand())}/relationship`;
  const answer = await ask({ method: 'GET', path });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { relationship: said } = words;
  const found = readAnswer(relationshipSchema, answer);
  const { currency, pastYear, expectedYearMinor } = found;
  await printer.lines([
    ...pairs([
      [said.customer, cleanText(found.customer)],
      [said.type, wordFor(words, 'relationshipType', found.type)],
      [said.stage, found.stage === null ? null : wordFor(words, 'stage', found.stage)],
      [said.grade, found.grade],
      [said.sameGrade, count(found.customers, language)],
      [said.pastRevenue, money(pastYear.revenueMinor, currency, language)],
      [said.pastMargin, money(pastYear.marginMinor, currency, language)],
      [said.expected, expectedYearMinor === null ? null : money(expectedYearMinor, currency, language)],
      [said.margin, found.valueMargin?.text[language] ?? null],
      [said.contacts, count(found.contacts, language)],
      [said.product, wordFor(words, 'productKind', found.product)],
    ]),
    '',
    found.asks[language],
    found.because[language],
  ]);
  return 0;
}
