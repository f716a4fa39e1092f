/** Verdicts of win-back as a table: how many, and what is expected of those treated. */
import type { VerdictsAnswer } from '../answers/winBack.ts';
import type { CommandContext } from '../context.ts';
import { count, money } from '../text/format.ts';
import { table } from '../text/table.ts';
import { wordFor } from '../words/words.ts';

export function verdictLines(
  { verdicts, currency }: Pick<VerdictsAnswer, 'verdicts' | 'currency'>,
  { words, language }: Pick<CommandContext, 'words' | 'language'>,
): string[] {
  const { winBack } = words;
  const titles = [winBack.customers, winBack.expectedNet, winBack.offers, winBack.contacts];
  const paid = (minor: number) => (minor === 0 ? '–' : money(minor, currency, language));
  const rows = verdicts.map(({ verdict, customers, netMinor, offersMinor, contactMinor }) => [
    wordFor(words, 'verdict', verdict),
    count(customers, language),
    paid(netMinor),
    paid(offersMinor),
    paid(contactMinor),
  ]);
  return table(
    [{ title: winBack.verdictCount }, ...titles.map((title) => ({ title, align: 'right' as const }))],
    rows,
  );
}
