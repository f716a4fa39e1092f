/** Two programmes side by side: members by tier month by month, points, cost, and whose tier would be another. */
import type { LoyaltySimulationAnswer } from '../answers/loyalty.ts';
import type { CommandContext } from '../context.ts';
import { cleanText } from '../text/clean.ts';
import { count, money } from '../text/format.ts';
import { type Column, table } from '../text/table.ts';
import { fill } from '../words/words.ts';

type Drawn = Pick<CommandContext, 'words' | 'language'>;

function right(title: string): Column {
  return { title, align: 'right' };
}

function monthLines({ words, language }: Drawn, { months, tiers }: LoyaltySimulationAnswer): string[] {
  const both = [...new Set([...tiers.base, ...tiers.changed].map(({ id }) => id))];
  const cell = (base: number, changed: number) =>
    base === changed ? count(base, language) : `${count(base, language)} → ${count(changed, language)}`;
  return table(
    [{ title: words.loyaltyProgramme.month }, ...both.map(right)],
    months.map(({ month, base, changed }) => [
      month,
      ...both.map((id) => cell(base[id] ?? 0, changed[id] ?? 0)),
    ]),
  );
}

function pointLines({ words, language }: Drawn, { points, currency }: LoyaltySimulationAnswer): string[] {
  const { loyaltyProgramme: loyalty } = words;
  const rows = [
    [loyalty.base, points.base],
    [loyalty.changed, points.changed],
  ] as const;
  return table(
    ['', loyalty.issued, loyalty.reversed, loyalty.expired, loyalty.outstanding, loyalty.cost].map(right),
    rows.map(([name, one]) => [
      name,
      count(one.issued, language),
      count(one.reversed, language),
      count(one.expired, language),
      count(one.outstanding, language),
      money(one.costMinor, currency, language),
    ]),
  );
}

export function loyaltySimulationLines(context: Drawn, simulated: LoyaltySimulationAnswer): string[] {
  const { words, language } = context;
  const { loyaltyProgramme: loyalty } = words;
  const thresholds = (side: LoyaltySimulationAnswer['tiers']['base']) =>
    side.map(({ id, from }) => `${id} ${count(from, language)}`).join(', ');
  const told = {
    customers: count(simulated.customers, language),
    orders: count(simulated.orders, language),
    from: simulated.from ?? '–',
    until: simulated.until,
    base: thresholds(simulated.tiers.base),
    changed: thresholds(simulated.tiers.changed),
  };
  const moves = simulated.moves.map((move) =>
    fill(loyalty.move, {
      customers: count(move.customers, language),
      from: move.from,
      to: move.to,
      examples: move.examples.map(cleanText).join(', '),
    }),
  );
  return [
    fill(loyalty.simulated, told),
    fill(loyalty.thresholds, told),
    '',
    ...monthLines(context, simulated),
    '',
    ...pointLines(context, simulated),
    '',
    ...(moves.length === 0 ? [loyalty.nobodyMoves] : moves),
    loyalty.noReaction,
  ];
}
