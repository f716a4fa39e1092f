/** `analytics …`: a view of the shop, or of a file of orders read here. */
import { writeFile } from 'node:fs/promises';
import * as z from 'zod';
import type { AnalyticsAnswer } from '../../core/analytics/analyse.ts';
import {
  cohortAnswer,
  equityAnswer,
  lostAnswer,
  markovAnswer,
  rfmAnswer,
  type RfmRow,
} from '../../core/analytics/answers.ts';
import { sevenPAnswer } from '../../core/analytics/sevenPAnswer.ts';
import type { AnalyticsViewName } from '../../core/analytics/view.ts';
import { parseColumnMap } from '../../core/customer/import/columnMap.ts';
import { dateFormatOf } from '../../core/customer/import/orderDate.ts';
import { isCurrencyCode } from '../../core/currency.ts';
import { parseIso, startOfDay, utcDay } from '../../core/time.ts';
import { analyseOrderFile } from '../../local/analytics/orderFile.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { analyticsLines } from '../draw/analyticsLines.ts';
import { csvLine } from '../export/csv.ts';
import { misuse } from '../failure.ts';
import { usingFile } from '../unusableFile.ts';
import { fill } from '../words/words.ts';

const DEFAULT_MOST = 20;

const answerSchema: z.ZodType<AnalyticsAnswer> = z.discriminatedUnion('view', [
  markovAnswer,
  cohortAnswer,
  rfmAnswer,
  sevenPAnswer,
  lostAnswer,
  equityAnswer,
]);

/** Rows are for programs and files: people are shown the counts. */
function wantsRows(view: AnalyticsViewName, { args, json }: CommandContext): boolean {
  return view === 'rfm' && (json || args.text('out') !== undefined);
}

function mostOf({ args }: CommandContext): number {
  const most = args.whole('most') ?? DEFAULT_MOST;
  if (most >= 1 && most <= 1_000) return most;
  throw misuse('--most is 1 to 1000.', { field: '--most' });
}

/** As it came: `--json` shows fields this command line does not know. */
async function askShop(view: AnalyticsViewName, context: CommandContext): Promise<unknown> {
  const { args, ask, printer } = context;
  for (const option of ['map', 'currency', 'date-format'])
    if (args.text(option) !== undefined)
      throw misuse(`--${option} belongs to --orders.`, {
        field: `--${option}`,
        remedy: 'Name the file: --orders FILE.',
      });
  const until = args.text('until');
  const query = {
    ...(until === undefined ? {} : { until }),
    ...(wantsRows(view, context) ? { rows: 'true' } : {}),
    ...(view === 'lost' ? { most: String(mostOf(context)) } : {}),
  };
  const path = `/v1/analytics/${view}`;
  return ask({ method: 'GET', path, query, onProgress: printer.progress });
}

function currencyOf({ args }: CommandContext): string | null {
  const currency = args.text('currency')?.toUpperCase();
  if (currency === undefined || isCurrencyCode(currency)) return currency ?? null;
  throw misuse(`--currency is an ISO 4217 code such as USD, not "${currency}".`, { field: '--currency' });
}

async function readFile(
  view: AnalyticsViewName,
  orders: string,
  context: CommandContext,
): Promise<AnalyticsAnswer> {
  const { args, pathOf, printer } = context;
  const currency = currencyOf(context);
  const most = mostOf(context);
  const until = parseIso(args.text('until') ?? '');
  const { answer, rejected, notes } = await usingFile('--orders', () => {
    const [map, dateFormat] = [args.text('map'), args.text('date-format')];
    const source = {
      file: pathOf(orders),
      map: map === undefined ? null : parseColumnMap(map),
      currency,
      dateFormat: dateFormat === undefined ? null : dateFormatOf(dateFormat),
      now: Date.now(),
      refuse: () => {},
    };
    const day = until === null ? null : startOfDay(utcDay(until));
    return analyseOrderFile(source, { view, until: day, withRows: wantsRows(view, context), most });
  });
  for (const note of notes) await printer.note(note);
  const { rejected_one: one, rejected_other: other } = context.words.analytics;
  if (rejected > 0) await printer.note(fill(rejected === 1 ? one : other, { rejected }));
  return answer;
}

const COLUMNS = ['id', 'recencyDays', 'frequency', 'monetary', 'r', 'f', 'm', 'group'] as const;

async function writeRows(context: CommandContext, rows: readonly RfmRow[]): Promise<void> {
  const out = context.args.text('out');
  if (out === undefined) return;
  const header = csvLine(['customer_id', 'recency_days', 'frequency', 'monetary', 'r', 'f', 'm', 'group']);
  const lines = rows.map((row) => csvLine(COLUMNS.map((column) => row[column])));
  await writeFile(context.pathOf(out), [header, ...lines].join(''));
  await context.printer.note(fill(context.words.analytics.written, { file: out }));
}

export function showing(view: AnalyticsViewName): (context: CommandContext) => Promise<ExitCode> {
  return async (context) => {
    const { args, json, printer } = context;
    const orders = args.text('orders');
    const told = orders === undefined ? await askShop(view, context) : await readFile(view, orders, context);
    const answer = readAnswer(answerSchema, told);
    if (answer.view === 'rfm') await writeRows(context, answer.customers ?? []);
    if (json) await printer.document(told);
    else await printer.lines(analyticsLines(answer, context));
    return 0;
  };
}
