/** `loyalty liability`: what is owed in points and money. */
import { liabilitySchema } from '../answers/loyalty.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { count, minute, money, share } from '../text/format.ts';
import { type Column, table } from '../text/table.ts';
import { fill } from '../words/words.ts';

export async function run({ ask, json, printer, words, language }: CommandContext): Promise<ExitCode> {
  const answer = await ask({ method: 'GET', path: '/v1/loyalty/liability' });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const owed = readAnswer(liabilitySchema, answer);
  const { loyaltyProgramme: loyalty } = words;
  const points = (value: number) => count(value, language);
  const worth = (minor: number) => money(minor, owed.currency, language);
  const right = (title: string): Column => ({ title, align: 'right' });
  const { breakage } = owed;
  const told = {
    at: minute(owed.at),
    members: points(owed.members),
    points: points(owed.outstanding),
    pending: points(owed.pending),
    available: points(owed.available),
    debt: points(owed.debt),
    worth: worth(owed.worthMinor),
  };
  await printer.lines([
    fill(loyalty.owed, told),
    fill(loyalty.owedParts, told),
    '',
    ...table(
      [
        { title: loyalty.tier },
        right(loyalty.members),
        right(loyalty.pending),
        right(loyalty.available),
        right(loyalty.worth),
      ],
      owed.byTier.map((one) => [
        one.tier,
        points(one.members),
        points(one.pending),
        points(one.available),
        worth(one.worthMinor),
      ]),
    ),
    '',
    ...table(
      [{ title: loyalty.lapses }, right(loyalty.points), right(loyalty.worth)],
      owed.byExpiry.map((one) => [one.month ?? loyalty.never, points(one.points), worth(one.worthMinor)]),
    ),
    '',
    breakage.rate === null
      ? fill(loyalty.noBreakage, { basis: points(breakage.basisPoints) })
      : fill(loyalty.breakage, {
          rate: share(breakage.rate, language),
          basis: points(breakage.basisPoints),
          points: points(breakage.points),
          worth: worth(breakage.worthMinor),
        }),
  ]);
  return 0;
}
