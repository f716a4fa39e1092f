/** Figures of the analytical views in the reader's language; what is not known is a dash. */
import type { Concentration } from '../../../core/analytics/answers.ts';
import type { CommandContext } from '../../context.ts';
import { count, decimal, money, share } from '../../text/format.ts';
import { fill } from '../../words/words.ts';

export function figuresIn({ words, language }: CommandContext, currency: string | null) {
  const known = (tell: (value: number) => string) => (value: number | null) =>
    value === null ? words.list.unknown : tell(value);
  return {
    count: known((value) => count(value, language)),
    share: known((value) => share(value, language)),
    money: known((minor) => money(minor, currency, language)),
    number: (digits: number) => known((value) => decimal(value, language, digits)),
  };
}

/** How much of what few customers have: `what` names it. */
export function concentrationLine(
  { top, shareOf80, gini }: Concentration,
  what: 'spend' | 'value',
  context: CommandContext,
): string {
  const tell = figuresIn(context, null);
  const fifth = top.find(({ share: part }) => part === 0.2)?.of ?? null;
  const { analytics } = context.words;
  return fill(what === 'spend' ? analytics.spendShared : analytics.valueShared, {
    fifth: tell.share(fifth),
    most: tell.share(shareOf80),
    gini: tell.number(2)(gini),
  });
}
