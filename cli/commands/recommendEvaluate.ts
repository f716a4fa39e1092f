/** `recommend evaluate`: every method trained on one file and judged by another, in this process. */
import type { NeighboursBy } from '../../core/recommend/chooseBlend.ts';
import {
  evaluateMethods,
  type Method,
  type MethodResult,
  METHODS,
  type MethodsReport,
} from '../../local/recommend/evaluateMethods.ts';
import { type PurchaseTable, readPurchaseTable } from '../../local/recommend/readPurchases.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { dateFormatIn } from '../dateFormatIn.ts';
import { misuse } from '../failure.ts';
import { count, decimal, share } from '../text/format.ts';
import { table } from '../text/table.ts';
import { usingFile } from '../unusableFile.ts';
import { fill } from '../words/words.ts';

const USUAL_K = 10;
const MOST_K = 1_000;

function kOf({ args }: CommandContext): number {
  const k = args.whole('k') ?? USUAL_K;
  if (k >= 1 && k <= MOST_K) return k;
  throw misuse(`--k is from 1 to ${MOST_K}, not ${k}.`, { field: '--k', remedy: 'Give --k 10.' });
}

function methodDocument(result: MethodResult, isDiverse: boolean): object {
  const { recallAtK, ndcgAtK, hitRateAtK, coverageAtK, trainSeconds, diversity } = result;
  const figures = { recallAtK, ndcgAtK, hitRateAtK, coverageAtK, trainSeconds };
  return isDiverse ? { ...figures, ...diversity } : figures;
}

function documentOf({ users, k, methods }: MethodsReport, isDiverse: boolean): object {
  const told = METHODS.map((method) => [method, methodDocument(methods[method], isDiverse)] as const);
  return { users, k, methods: Object.fromEntries(told) };
}

function cells(method: Method, result: MethodResult, { words, language }: CommandContext): string[] {
  const { recallAtK, ndcgAtK, hitRateAtK, coverageAtK, trainSeconds, diversity } = result;
  const known = (value: number | null, digits: number) =>
    value === null ? words.list.unknown : decimal(value, language, digits);
  return [
    words.recommendMethod[method],
    decimal(recallAtK, language, 4),
    decimal(ndcgAtK, language, 4),
    share(hitRateAtK, language),
    share(coverageAtK, language),
    known(diversity.intraListDiversity, 2),
    known(diversity.noveltyBits, 1),
    known(diversity.gini, 2),
    decimal(trainSeconds, language, 2),
  ];
}

/** What `default` is made of. */
function choiceLine({ choice }: MethodsReport, { words, language }: CommandContext): string {
  const { blend, neighboursBy, lambda, judgedOn, tried } = choice;
  const { recommend } = words;
  const by: Record<NeighboursBy, string> = {
    ease: fill(recommend.easeWith, { lambda: count(lambda, language) }),
    'item-knn': words.recommendMethod.itemknn,
  };
  const discovery = blend.discover === 'popularity' ? words.recommendMethod.popularity : by[neighboursBy];
  const made =
    blend.habit === null
      ? discovery
      : fill(recommend.mixed, {
          habit: recommend[blend.habit],
          habitShare: share(1 - blend.discoverShare, language),
          discovery,
          share: share(blend.discoverShare, language),
        });
  const sentence = tried.length === 0 ? recommend.byRule : recommend.chosen;
  return fill(sentence, { made, customers: count(judgedOn, language) });
}

async function draw(report: MethodsReport, context: CommandContext): Promise<void> {
  const { printer, words, language } = context;
  const { recommend } = words;
  const { users, k, methods, train } = report;
  const best = [...METHODS].reverse().reduce((a, b) => (methods[b].ndcgAtK > methods[a].ndcgAtK ? b : a));
  const finding = fill(recommend.best, {
    method: words.recommendMethod[best],
    recall: share(methods[best].recallAtK, language),
    k: count(k, language),
  });
  const { method, recall, ndcg, hitRate, coverage, diversity, novelty, gini, seconds } = recommend;
  const titles = [recall, ndcg, hitRate, coverage, diversity, novelty, gini, seconds];
  const right = titles.map((title) => ({ title: fill(title, { k }), align: 'right' as const }));
  const judged = fill(recommend.judged, {
    users: count(users, language),
    customers: count(train.customers, language),
    items: count(train.items, language),
    rows: count(train.rows, language),
  });
  const rows = METHODS.map((one) => cells(one, methods[one], context));
  await printer.lines([finding, judged, '', ...table([{ title: method }, ...right], rows), '']);
  await printer.lines([choiceLine(report, context)]);
}

/** The file behind an option. Throws `Failure` of misuse. */
function read({ args, pathOf }: CommandContext, option: string): Promise<PurchaseTable> {
  const source = { file: pathOf(args.required(option)), dateFormat: dateFormatIn(args) };
  return usingFile(`--${option}`, () => readPurchaseTable(source));
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, json, printer } = context;
  const k = kOf(context);
  const train = await read(context, 'train');
  const test = await read(context, 'test');
  const request = { train, test, k, excludeSeen: args.flag('exclude-seen') };
  const report = await usingFile('--test', () => evaluateMethods(request));
  if (json) await printer.document(documentOf(report, args.flag('diversity')));
  else await draw(report, context);
  return 0;
}
