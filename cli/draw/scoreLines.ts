/** The scores of surveys for people: the finding in the first line, then what it rests on. */
import { KANO_CATEGORIES } from '../../core/feedback/kano.ts';
import { LOYALTY_KINDS } from '../../core/feedback/loyaltyKind.ts';
import { SERVQUAL_NAMES } from '../../core/feedback/servqual.ts';
import { SHARE_KINDS } from '../../local/survey/shares.ts';
import type { SurveyScore } from '../../local/survey/scoreSurvey.ts';
import type { CommandContext } from '../context.ts';
import { cleanText } from '../text/clean.ts';
import { count, decimal, share } from '../text/format.ts';
import { pairs, table } from '../text/table.ts';
import { fill } from '../words/words.ts';

type Of<Kind extends SurveyScore['kind']> = Extract<SurveyScore, { kind: Kind }>;
type Row = readonly [string, string | null];

const right = 'right' as const;

/** The figures as the reader's language writes them; what is not known is a dash. */
function telling({ words, language }: CommandContext) {
  const known = (tell: (value: number) => string) => (value: number | null) =>
    value === null ? words.list.unknown : tell(value);
  return {
    number: (digits: number) => known((value) => decimal(value, language, digits)),
    share: known((value) => share(value, language)),
    count: (value: number) => count(value, language),
  };
}

function missingRow({ words, language }: CommandContext, missing: number): Row {
  return [words.score.missing, missing === 0 ? null : count(missing, language)];
}

function npsLines(score: Of<'nps'>, context: CommandContext): string[] {
  const { score: words } = context.words;
  const tell = telling(context);
  const one = tell.number(1);
  const part = (value: number) =>
    `${tell.count(value)}  ${tell.share(score.n === 0 ? null : value / score.n)}`;
  return [
    fill(words.nps, {
      nps: one(score.nps),
      low: one(score.interval?.[0] ?? null),
      high: one(score.interval?.[1] ?? null),
    }),
    '',
    ...pairs([
      [words.answers, tell.count(score.n)],
      [words.promoters, part(score.promoters)],
      [words.passives, part(score.passives)],
      [words.detractors, part(score.detractors)],
      missingRow(context, score.missing),
    ]),
  ];
}

function csatLines(score: Of<'csat'>, context: CommandContext): string[] {
  const { score: words } = context.words;
  const tell = telling(context);
  const [low = null, high = null] = score.interval ?? [];
  return [
    fill(words.csat, { csat: tell.share(score.csat), low: tell.share(low), high: tell.share(high) }),
    '',
    ...pairs([
      [words.answers, tell.count(score.n)],
      [fill(words.satisfied, { from: score.satisfiedFrom, most: score.most }), tell.count(score.satisfied)],
      missingRow(context, score.missing),
    ]),
  ];
}

function servqualLines(score: Of<'servqual'>, context: CommandContext): string[] {
  const { score: words, servqual } = context.words;
  const tell = telling(context);
  const gap = tell.number(3);
  return [
    fill(words.servqual, { gap: gap(score.unweighted) }),
    '',
    ...table(
      [{ title: words.dimension }, { title: words.gap, align: right }],
      SERVQUAL_NAMES.map((name) => [servqual[name], gap(score.gaps[name])]),
    ),
    '',
    ...pairs([
      [words.weighted, score.weighted === null ? null : gap(score.weighted)],
      [words.respondents, tell.count(score.respondents)],
      [words.reversed, score.reversed.length === 0 ? null : score.reversed.join(context.words.list.comma)],
    ]),
  ];
}

function kanoLines({ features }: Of<'kano'>, context: CommandContext): string[] {
  const { score: words, kano } = context.words;
  const tell = telling(context);
  const figure = tell.number(2);
  const columns = [
    { title: words.feature },
    { title: words.category },
    { title: words.better, align: right },
    { title: words.worse, align: right },
    ...KANO_CATEGORIES.map((title) => ({ title, align: right })),
  ];
  const rows = features.map((one) => [
    cleanText(one.feature ?? words.all),
    one.category === null ? context.words.list.unknown : kano[one.category],
    figure(one.better),
    figure(one.worse),
    ...KANO_CATEGORIES.map((category) => tell.count(one.counts[category])),
  ]);
  return table(columns, rows);
}

function alphaLines(score: Of<'alpha'>, context: CommandContext): string[] {
  const { score: words } = context.words;
  const tell = telling(context);
  return [
    fill(words.alpha, { alpha: tell.number(3)(score.alpha), items: tell.count(score.items) }),
    '',
    ...pairs([
      [words.items, score.columns.map(cleanText).join(context.words.list.comma)],
      [words.respondents, tell.count(score.respondents)],
      missingRow(context, score.incomplete),
    ]),
  ];
}

function trustLines({ index, means, n, missing }: Of<'trust'>, context: CommandContext): string[] {
  const { score: words } = context.words;
  const tell = telling(context);
  const figure = tell.number(2);
  return [
    fill(words.trust, { index: figure(index) }),
    '',
    ...pairs([
      [words.credibility, figure(means?.credibility ?? null)],
      [words.reliability, figure(means?.reliability ?? null)],
      [words.intimacy, figure(means?.intimacy ?? null)],
      [words.selfOrientation, figure(means?.selfOrientation ?? null)],
      [words.respondents, tell.count(n)],
      missingRow(context, missing),
    ]),
  ];
}

function trapLines(score: Of<'trap'>, context: CommandContext): string[] {
  const { score: words } = context.words;
  const tell = telling(context);
  const { satisfiedFrom, loyalFrom, highSatisfaction, lowLoyalty } = score.thresholds;
  const shares = { satisfied: tell.share(score.satisfiedShare), loyal: tell.share(score.loyalShare) };
  return [
    fill(score.isTrap ? words.trap : words.noTrap, shares),
    '',
    ...pairs([
      [fill(words.satisfiedFrom, { from: satisfiedFrom }), tell.count(score.satisfied)],
      [fill(words.trapped, { from: loyalFrom }), tell.count(score.trapped)],
      [words.respondents, tell.count(score.n)],
      [
        words.limits,
        fill(words.limitsAre, { high: tell.share(highSatisfaction), low: tell.share(lowLoyalty) }),
      ],
      missingRow(context, score.missing),
    ]),
  ];
}

function loyaltyLines({ kinds, n, highFrom, missing }: Of<'loyalty'>, context: CommandContext): string[] {
  const { score: words, loyalty } = context.words;
  const tell = telling(context);
  const figure = tell.number(2);
  return [
    fill(words.loyalty, { attitude: figure(highFrom.attitude), behaviour: figure(highFrom.behaviour) }),
    '',
    ...table(
      [{ title: words.kind }, { title: words.customers, align: right }, { title: '', align: right }],
      LOYALTY_KINDS.map((kind) => [
        loyalty[kind],
        tell.count(kinds[kind]),
        tell.share(n === 0 ? null : kinds[kind] / n),
      ]),
    ),
    ...pairs([missingRow(context, missing)]),
  ];
}

function shareLines({ shares }: Of<'share'>, context: CommandContext): string[] {
  const { score: words, shareOf } = context.words;
  const tell = telling(context);
  const columns = [
    { title: words.share },
    { title: words.overall, align: right },
    { title: words.mean, align: right },
    { title: words.known, align: right },
    { title: words.notKnown, align: right },
  ];
  const rows = SHARE_KINDS.flatMap((kind) => {
    const one = shares[kind];
    if (one === null) return [];
    return [
      [
        shareOf[kind],
        tell.share(one.share),
        tell.share(one.mean),
        tell.count(one.known),
        tell.count(one.unknown),
      ],
    ];
  });
  return table(columns, rows);
}

function pastLines(score: Of<'pcv'>, context: CommandContext): string[] {
  const { score: words } = context.words;
  const tell = telling(context);
  return [
    fill(words.pcv, { total: tell.number(2)(score.total), rate: tell.share(score.annualRate) }),
    '',
    ...pairs([
      [words.purchases, tell.count(score.purchases)],
      [words.customers, score.customers === null ? null : tell.count(score.customers)],
      [words.perCustomer, score.mean === null ? null : tell.number(2)(score.mean)],
    ]),
  ];
}

export function scoreLines(score: SurveyScore, context: CommandContext): string[] {
  switch (score.kind) {
    case 'nps':
      return npsLines(score, context);
    case 'csat':
      return csatLines(score, context);
    case 'servqual':
      return servqualLines(score, context);
    case 'kano':
      return kanoLines(score, context);
    case 'alpha':
      return alphaLines(score, context);
    case 'trust':
      return trustLines(score, context);
    case 'trap':
      return trapLines(score, context);
    case 'loyalty':
      return loyaltyLines(score, context);
    case 'share':
      return shareLines(score, context);
    case 'pcv':
      return pastLines(score, context);
  }
}
