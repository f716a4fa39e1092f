/** `loyalty account`: the points of one customer, and what made them. */
import { isoDay, parseIso, utcDay } from '../../core/time.ts';
import { type AccountAnswer, accountSchema } from '../answers/loyalty.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { misuse } from '../failure.ts';
import { cleanText } from '../text/clean.ts';
import { count, day, minute, money } from '../text/format.ts';
import { type Column, table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

/** The last day before an instant: what ends as a day begins was there until the day before. */
function lastDay(until: string): string {
  const at = parseIso(until);
  return at === null ? until : isoDay(utcDay(at - 1));
}

const SHOWN = 20;
const MOST = 100;

function tierLines({ words, language }: CommandContext, { tier, currency }: AccountAnswer): string[] {
  if (tier === null) return [];
  const { loyaltyProgramme: loyalty } = words;
  const until = tier.until === null ? loyalty.forEver : fill(loyalty.until, { until: lastDay(tier.until) });
  const own = fill(loyalty.inTier, {
    tier: tier.name?.[language] ?? tier.tier,
    since: day(tier.since),
    until,
  });
  if (tier.next === null) return [own];
  const { missing } = tier.next;
  const next = tier.next.name[language] ?? tier.next.tier;
  const away =
    tier.by === 'points'
      ? fill(loyalty.missingPoints, { next, missing: count(missing, language) })
      : fill(loyalty.missingSpend, { next, missing: money(missing, currency, language) });
  return [own, away];
}

function show(context: CommandContext, account: AccountAnswer): string[] {
  const { words, language } = context;
  const { loyaltyProgramme: loyalty } = words;
  const points = (value: number) => count(value, language);
  const right = (title: string): Column => ({ title, align: 'right' });
  if (!account.isMember) return [fill(loyalty.noMember, { customer: cleanText(account.customer) })];
  const told = {
    customer: cleanText(account.customer),
    available: points(account.available),
    pending: points(account.pending),
    debt: points(account.debt),
  };
  return [
    fill(account.debt > 0 ? loyalty.balanceDebt : loyalty.balance, told),
    ...tierLines(context, account),
    '',
    ...table(
      [
        right(loyalty.points),
        { title: loyalty.earned },
        { title: loyalty.spendableFrom },
        { title: loyalty.lapses },
      ],
      account.lots.map((lot) => [
        points(lot.points),
        day(lot.earnedAt),
        lot.maturesAt === null ? loyalty.now : day(lot.maturesAt),
        lot.expiresAt === null ? loyalty.never : lastDay(lot.expiresAt),
      ]),
    ),
    '',
    ...table(
      [
        { title: loyalty.at },
        { title: loyalty.kind },
        right(loyalty.points),
        right(loyalty.pending),
        right(loyalty.available),
        { title: loyalty.operation },
      ],
      account.entries.items.map((one) => [
        minute(one.at),
        wordFor(words, 'entryKind', one.kind),
        points(one.points),
        points(one.balance.pending),
        points(one.balance.available),
        cleanText(one.reason === null ? one.operation : `${one.operation} (${one.reason})`),
      ]),
    ),
  ];
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer } = context;
  const limit = args.whole('limit') ?? SHOWN;
  if (limit < 1 || limit > MOST)
    throw misuse(`--limit is from 1 to ${MOST}.`, { field: '--limit', remedy: 'Give a number in between.' });
  const path = `/v1/customers/${encodeURIComponent(args.operand())}/points`;
  const answer = await ask({ method: 'GET', path, query: { limit: String(limit) } });
  if (json) await printer.document(answer);
  else await printer.lines(show(context, readAnswer(accountSchema, answer)));
  return 0;
}
