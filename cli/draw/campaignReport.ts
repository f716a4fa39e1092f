/** The report of a campaign for people: who came in, what became of the messages, what it brought, and what that cannot show. */
import type { CampaignReportView, MessagesView } from '../answers/campaign.ts';
import type { CommandContext } from '../context.ts';
import { count, decimal, duration, minute, money } from '../text/format.ts';
import { people } from '../text/people.ts';
import { pairs, table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';
import { endedWords, testLines } from './campaignLines.ts';
import { drawLift } from './drawLift.ts';
import { outcomeBar } from './outcomeBar.ts';

const MICRO_USD = 1_000_000;

function runLines(context: CommandContext, { perRun }: CampaignReportView): string[] {
  const { words, language } = context;
  const { campaigns } = words;
  return perRun.flatMap(({ n, startsAt, audience, entered, excluded, stopped }) => [
    fill(campaigns.run, {
      n,
      at: minute(startsAt),
      audience: count(audience, language),
      entered: count(entered, language),
    }),
    ...(stopped === null
      ? []
      : [fill(campaigns.runStopped, { why: wordFor(words, 'campaignExclusion', stopped) })]),
    ...Object.entries(excluded).map(([why, of]) =>
      fill(campaigns.excluded, {
        why: wordFor(words, 'campaignExclusion', why),
        people: people(of, context),
      }),
    ),
  ]);
}

function suppressedIn({ suppressed }: MessagesView): number {
  return Object.values(suppressed).reduce((sum, one) => sum + one, 0);
}

function messageLines({ words, language }: CommandContext, { messages }: CampaignReportView): string[] {
  const { campaigns } = words;
  const { sent, heldOut, failed, unknown, pending } = messages;
  const outcomes = { sent, suppressed: suppressedIn(messages), heldOut, failed, unknown, pending };
  const reasons = Object.entries(messages.suppressed).map(
    ([reason, value]) => [wordFor(words, 'reason', reason), count(value, language)] as const,
  );
  const figure = (value: number) => count(value, language);
  return [
    `${campaigns.messages}: ${figure(messages.accepted)}`,
    ...outcomeBar(outcomes, words, language),
    ...pairs([
      [campaigns.delivered, figure(messages.delivered)],
      [campaigns.opened, figure(messages.opened)],
      [campaigns.clicked, figure(messages.clicked)],
      [campaigns.bounced, figure(messages.bounced)],
    ]),
    ...(reasons.length === 0 ? [] : [campaigns.refused, ...pairs(reasons, '  ')]),
  ];
}

function variantLines(context: CommandContext, report: CampaignReportView): string[] {
  const { words, language } = context;
  const { campaigns } = words;
  if (report.variants.length < 2) return [];
  const right = [
    campaigns.sent,
    campaigns.opened,
    campaigns.clicked,
    campaigns.windowOver,
    campaigns.orders,
    campaigns.net,
  ];
  const columns = [
    { title: campaigns.variant },
    ...right.map((title) => ({ title, align: 'right' as const })),
  ];
  const rows = report.variants.map(({ variant, people: of, orders, netMinor, messages }) => [
    variant,
    ...[messages.sent, messages.opened, messages.clicked, of, orders].map((value) => count(value, language)),
    money(netMinor, report.currency, language),
  ]);
  return ['', ...table(columns, rows), ...testLines(context, report)];
}

function liftLines({ words, language }: CommandContext, report: CampaignReportView): string[] {
  const { campaigns } = words;
  const { lift, currency, detectableMinor } = report;
  const window = duration(report.window, language);
  if (lift === null) return [fill(campaigns.noLift, { window })];
  const difference = detectableMinor === null ? null : money(detectableMinor, currency, language);
  return [
    fill(campaigns.lift, { window }),
    ...drawLift(lift, { language, currency, minor: true, peoplePerDay: null }),
    ...(difference === null ? [] : [fill(campaigns.detectable, { difference })]),
  ];
}

function moneyLines({ words, language }: CommandContext, report: CampaignReportView): string[] {
  const { campaigns } = words;
  const { cost, attributed, currency } = report;
  const window = duration(report.window, language);
  const revenue = money(attributed.revenueMinor, currency, language);
  const orders = count(attributed.orders, language);
  return pairs([
    [campaigns.cost, `${decimal(cost.messagesMicroUsd / MICRO_USD, language)} USD`],
    [campaigns.offers, money(cost.offersMinor, currency, language)],
    [campaigns.attributed, fill(campaigns.notProof, { revenue, orders, window })],
  ]);
}

export function campaignReportLines(context: CommandContext, report: CampaignReportView): string[] {
  const { words } = context;
  const { campaigns } = words;
  const state = wordFor(words, 'campaignState', report.state);
  const why = endedWords(context, report);
  const caveats = report.caveats.map((one) => `  ${wordFor(words, 'campaignCaveat', one)}`);
  return [
    fill(why === null ? campaigns.is : campaigns.isEnded, { id: report.id, state, why: why ?? '' }),
    ...runLines(context, report),
    '',
    ...messageLines(context, report),
    ...variantLines(context, report),
    '',
    ...liftLines(context, report),
    '',
    ...moneyLines(context, report),
    ...(caveats.length === 0 ? [] : ['', campaigns.caveats, ...caveats]),
  ];
}
