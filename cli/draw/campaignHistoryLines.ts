/** Campaigns of the past for people: what was redeemed, what spending did, and before any of it what cannot be said. */
import type { CampaignHistoryView } from '../../core/campaign/historyAnswer.ts';
import type { CommandContext } from '../context.ts';
import { cleanText } from '../text/clean.ts';
import { count, money, share } from '../text/format.ts';
import { pairs, table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

type Setting = Pick<CommandContext, 'language' | 'words'>;
type Spend = NonNullable<CampaignHistoryView['spend']>;
type Estimate = NonNullable<Spend['differenceInDifferences']>;

const right = { align: 'right' } as const;

function signedMoney(minor: number, currency: string | null, { language }: Setting): string {
  const text = money(Math.round(minor), currency, language);
  return minor > 0 ? `+${text}` : text;
}

function ranged(
  { difference, interval: [low, high] }: Estimate,
  currency: string | null,
  setting: Setting,
): string {
  const { range } = setting.words.campaignHistory;
  return fill(range, {
    value: signedMoney(difference, currency, setting),
    low: signedMoney(low, currency, setting),
    high: signedMoney(high, currency, setting),
  });
}

function rateText({ redemption }: CampaignHistoryView, { language, words }: Setting): string {
  const { rate, interval } = redemption;
  if (rate === null || interval === null) return words.list.unknown;
  return fill(words.campaignHistory.range, {
    value: share(rate, language),
    low: share(interval[0], language),
    high: share(interval[1], language),
  });
}

/** One campaign a line, how spending changed where it was compared. */
export function historyTable(
  items: readonly CampaignHistoryView[],
  { language, words }: Setting,
  currency: string | null,
): string[] {
  const said = words.campaignHistory;
  const setting = { language, words };
  if (items.length === 0) return [said.none];
  const rows = items.map((one) => [
    cleanText(one.id),
    cleanText(one.type ?? ''),
    one.starts,
    one.ends,
    count(one.redemption.received, language),
    rateText(one, setting),
    one.spend?.differenceInDifferences
      ? ranged(one.spend.differenceInDifferences, currency, setting)
      : said.notTaken,
    one.spend?.detectable ? money(Math.round(one.spend.detectable.minor), currency, language) : '',
  ]);
  const columns = [
    { title: said.campaign },
    { title: said.type },
    { title: said.from },
    { title: said.to },
    { title: said.received, ...right },
    { title: said.redeemedShare },
    { title: said.spending },
    { title: said.detectable, ...right },
  ];
  return [...table(columns, rows), '', said.noCause];
}

function spendTable(spend: Spend, { language, words }: Setting, currency: string | null): string[] {
  const said = words.campaignHistory;
  const row = (name: string, arm: 'treated' | 'control') => [
    name,
    count(spend.people[arm], language),
    money(Math.round(spend.before[arm]), currency, language),
    money(Math.round(spend.during[arm]), currency, language),
    share(spend.inOthers[arm], language),
  ];
  return table(
    [
      { title: '' },
      { title: said.people, ...right },
      { title: said.before, ...right },
      { title: said.during, ...right },
      { title: said.inOthers, ...right },
    ],
    [row(said.didReceive, 'treated'), row(said.didNot, 'control')],
  );
}

function spendFigures(spend: Spend, setting: Setting, currency: string | null): string[] {
  const said = setting.words.campaignHistory;
  const { differenceInDifferences: change, cuped, placebo, detectable } = spend;
  const shown = (one: Estimate | null) => (one === null ? null : ranged(one, currency, setting));
  return pairs([
    [said.change, shown(change)],
    [said.adjusted, shown(cuped)],
    [said.placebo, shown(placebo)],
    [
      said.detectable,
      detectable === null
        ? null
        : fill(said.detectableValue, {
            amount: money(Math.round(detectable.minor), currency, setting.language),
            share:
              detectable.share === null
                ? setting.words.list.unknown
                : share(detectable.share, setting.language),
          }),
    ],
  ]);
}

/** One campaign at length. */
export function historyLines(
  history: CampaignHistoryView,
  { language, words }: Setting,
  currency: string | null,
): string[] {
  const said = words.campaignHistory;
  const setting = { language, words };
  const { redemption, spend, cause } = history;
  const redeemed = redemption.top.map(({ coupon, redeemed: times }) => `${cleanText(coupon)} (${times})`);
  return [
    fill(said.heading, {
      id: cleanText(history.id),
      type: cleanText(history.type ?? ''),
      from: history.starts,
      to: history.ends,
      days: history.days,
    }),
    said.noCause,
    ...cause.because.map((doubt) => `- ${wordFor(words, 'historyDoubt', doubt)}`),
    '',
    ...pairs([
      [said.received, count(redemption.received, language)],
      [said.redeemers, count(redemption.people, language)],
      [said.redeemedShare, rateText(history, setting)],
      [said.coupons, count(redemption.coupons, language)],
      [said.top, redeemed.length === 0 ? null : redeemed.join(', ')],
      [
        said.withoutReceipt,
        redemption.withoutReceipt === 0 ? null : count(redemption.withoutReceipt, language),
      ],
    ]),
    '',
    ...(spend === null
      ? [said.noSpend]
      : [...spendTable(spend, setting, currency), '', ...spendFigures(spend, setting, currency)]),
  ];
}
