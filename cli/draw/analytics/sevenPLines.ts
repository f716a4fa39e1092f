/** The seven Ps for people: a few figures under each, and what the records do not say. */
import type { BucketMonth, SevenPAnswer } from '../../../core/analytics/sevenPAnswer.ts';
import type { CommandContext } from '../../context.ts';
import { pairs, table } from '../../text/table.ts';
import { fill, wordFor } from '../../words/words.ts';
import { concentrationLine, figuresIn } from './figures.ts';

const right = 'right' as const;
type Row = readonly [string, string | null];

/** One of the seven: its name, its figures, what is not said. */
function section(
  title: string,
  lines: readonly string[],
  notSaid: readonly string[],
  { words }: CommandContext,
): string[] {
  const missing = notSaid.map((id) => wordFor(words, 'notSaid', id)).join(words.list.comma);
  return ['', title, ...lines.map((line) => `  ${line}`), `  ${fill(words.analytics.notSaid, { missing })}`];
}

function bucketLines(
  bucket: readonly BucketMonth[],
  currency: string | null,
  context: CommandContext,
): string[] {
  const { analytics } = context.words;
  const tell = figuresIn(context, currency);
  if (bucket.length === 0) return [];
  const titles = [
    analytics.start,
    analytics.new,
    analytics.returned,
    analytics.gone,
    analytics.end,
    analytics.kept,
  ];
  return table(
    [{ title: analytics.month }, ...[...titles, analytics.revenue].map((title) => ({ title, align: right }))],
    bucket.map((one) => [
      one.month,
      ...[one.start, one.new, one.returned, one.lost, one.end].map(tell.count),
      tell.share(one.retention),
      tell.money(one.revenueMinor),
    ]),
  );
}

function profilingLines({ profiling }: SevenPAnswer, context: CommandContext): string[] {
  const { words } = context;
  const tell = figuresIn(context, null);
  const counts = (record: Readonly<Record<string, number>>, nameOf: (id: string) => string) =>
    Object.entries(record)
      .filter(([, value]) => value > 0)
      .map(([id, value]) => `${nameOf(id)} ${tell.count(value)}`)
      .join(words.list.comma);
  return pairs([
    [words.analytics.customers, tell.count(profiling.customers)],
    [words.analytics.prospects, tell.count(profiling.prospects)],
    [words.analytics.stages, counts(profiling.stages, (id) => wordFor(words, 'stage', id))],
    [words.analytics.grades, counts(profiling.grades, (id) => id)],
    [words.analytics.groups, counts(profiling.groups, (id) => wordFor(words, 'group', id))],
  ]);
}

function beside(
  { product, promotion }: SevenPAnswer,
  context: CommandContext,
): { product: Row[]; promotion: Row[] } {
  const { analytics } = context.words;
  const tell = figuresIn(context, null);
  return {
    product:
      product.figures === null
        ? [[analytics.items, analytics.noLines]]
        : [
            [analytics.items, tell.count(product.figures.items)],
            [analytics.itemsPerOrder, tell.number(2)(product.figures.itemsPerOrder)],
            [analytics.topTenth, tell.share(product.figures.topTenthShare)],
          ],
    promotion:
      promotion.figures === null
        ? [[analytics.sent, analytics.noMessages]]
        : [
            [analytics.sent, tell.count(promotion.figures.sent)],
            [analytics.delivered, tell.count(promotion.figures.delivered)],
            [analytics.opened, tell.count(promotion.figures.opened)],
            [analytics.clicked, tell.count(promotion.figures.clicked)],
          ],
  };
}

export function sevenPLines(answer: SevenPAnswer, context: CommandContext): string[] {
  const { analytics, sevenP } = context.words;
  const { persistency, profitability, performance, prospecting, currency } = answer;
  const tell = figuresIn(context, currency);
  const { lastYear, yearBefore } = performance;
  const rows = beside(answer, context);
  return [
    fill(analytics.sevenP, {
      retention: tell.share(persistency.yearRetention),
      growth: tell.share(performance.growth),
      until: answer.until,
    }),
    ...section(sevenP.profiling, profilingLines(answer, context), answer.profiling.notSaid, context),
    ...section(
      sevenP.persistency,
      [
        ...pairs([
          [analytics.yearRetention, tell.share(persistency.yearRetention)],
          [analytics.repeatShare, tell.share(persistency.repeatShare)],
          [analytics.relation, tell.number(0)(persistency.meanRelationDays)],
        ]),
        ...bucketLines(persistency.bucket, currency, context),
      ],
      persistency.notSaid,
      context,
    ),
    ...section(
      sevenP.profitability,
      [
        ...pairs([
          [analytics.spend, tell.money(profitability.spendMinor)],
          [analytics.contribution, tell.money(profitability.contributionMinor)],
          [analytics.contributionEach, tell.money(profitability.contributionEachMinor)],
        ]),
        concentrationLine(profitability.concentration, 'spend', context),
      ],
      profitability.notSaid,
      context,
    ),
    ...section(
      sevenP.performance,
      table(
        [
          { title: analytics.year },
          ...[analytics.customers, analytics.orders, analytics.revenue, analytics.orderValue].map(
            (title) => ({
              title,
              align: right,
            }),
          ),
        ],
        [[analytics.lastYear, lastYear] as const, [analytics.yearBefore, yearBefore] as const].map(
          ([name, year]) => [
            name,
            tell.count(year.customers),
            tell.count(year.orders),
            tell.money(year.revenueMinor),
            tell.money(year.orderMinor),
          ],
        ),
      ),
      performance.notSaid,
      context,
    ),
    ...section(
      sevenP.prospecting,
      pairs([
        [analytics.expectedOrders, tell.number(1)(prospecting.expectedOrders)],
        [analytics.expectedValue, tell.money(prospecting.expectedValueMinor)],
        [analytics.active, prospecting.active === null ? null : tell.count(prospecting.active)],
        [analytics.newLastYear, tell.count(prospecting.newcomersLastYear)],
      ]),
      prospecting.notSaid,
      context,
    ),
    ...section(sevenP.product, pairs(rows.product), answer.product.notSaid, context),
    ...section(sevenP.promotion, pairs(rows.promotion), answer.promotion.notSaid, context),
  ];
}
