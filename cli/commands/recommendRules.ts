/** `recommend rules`: association rules of a file, found in this process, or those the shop keeps of its own orders. */
import type { AssociationRule, FoundRules } from '../../core/recommend/associationRules.ts';
import { findRules } from '../../local/recommend/findRules.ts';
import { readAnswer } from '../answers/read.ts';
import { rulesSchema } from '../answers/recommendations.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { dateFormatIn } from '../dateFormatIn.ts';
import { misuse } from '../failure.ts';
import { cleanText } from '../text/clean.ts';
import { count, decimal, share } from '../text/format.ts';
import { table } from '../text/table.ts';
import { usingFile } from '../unusableFile.ts';
import { fill } from '../words/words.ts';

const USUAL = { support: 0.01, confidence: 0.1, top: 20 };
/** What the rules a shop keeps reach at least. */
const KEPT = { support: 0.001, confidence: 0.05 };
const OF_FILES = ['baskets', 'date-format'] as const;
const MOST_RULES = 100_000;

function shareOf({ args }: CommandContext, option: string, usual: number): number {
  const value = args.number(option) ?? usual;
  if (value >= 0 && value <= 1) return value;
  throw misuse(`--${option} is a share from 0 to 1, not ${value}.`, {
    field: `--${option}`,
    remedy: 'Write 0.01 for a hundredth.',
  });
}

function topOf({ args }: CommandContext): number {
  const top = args.whole('top') ?? USUAL.top;
  if (top >= 1 && top <= MOST_RULES) return top;
  throw misuse(`--top is from 1 to ${MOST_RULES}, not ${top}.`, { field: '--top' });
}

interface Thresholds {
  readonly minSupport: number;
  readonly minConfidence: number;
}

function documentOf({ rules, ...counts }: FoundRules, { minSupport, minConfidence }: Thresholds): object {
  return { ...counts, minSupport, minConfidence, rules };
}

async function draw(found: FoundRules, thresholds: Thresholds, { printer, words, language }: CommandContext) {
  const { recommend } = words;
  const { rules, baskets, items } = found;
  const counts = { rules: found.found, baskets, items, shown: rules.length };
  const told = {
    ...Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, count(value, language)])),
    support: share(thresholds.minSupport, language, 3),
    confidence: share(thresholds.minConfidence, language),
  };
  if (rules.length === 0) return printer.lines([fill(recommend.noRules, told)]);
  const cells = ({ antecedent, consequent, ...rule }: AssociationRule) => [
    cleanText(antecedent.join(' + ')),
    cleanText(consequent),
    count(rule.baskets, language),
    share(rule.support, language, 2),
    share(rule.confidence, language),
    decimal(rule.lift, language),
    decimal(rule.leverage, language, 4),
  ];
  const figures = [
    recommend.baskets,
    recommend.support,
    recommend.confidence,
    recommend.lift,
    recommend.leverage,
  ];
  const columns = [
    { title: recommend.antecedent },
    { title: recommend.consequent },
    ...figures.map((title) => ({ title, align: 'right' as const })),
  ];
  await printer.lines([fill(recommend.found, told), '', ...table(columns, rules.map(cells))]);
  if (found.pairsOnly) await printer.note(recommend.pairsOnly);
}

function refuseOfFiles({ args }: CommandContext): void {
  const given = OF_FILES.find((name) => args.flag(name) || args.text(name) !== undefined);
  if (given === undefined) return;
  throw misuse(`--${given} is said of a file.`, { field: `--${given}`, remedy: 'Name it with --file FILE.' });
}

/** The shop's own, as they were found when recommendations were trained. */
async function ofShop(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer } = context;
  refuseOfFiles(context);
  const thresholds = {
    minSupport: shareOf(context, 'min-support', KEPT.support),
    minConfidence: shareOf(context, 'min-confidence', KEPT.confidence),
  };
  const item = args.text('item');
  const query = {
    'min-support': String(thresholds.minSupport),
    'min-confidence': String(thresholds.minConfidence),
    antecedents: args.text('antecedents') ?? '2',
    top: String(topOf(context)),
    ...(item === undefined ? {} : { item }),
  };
  const answer = await ask({ method: 'GET', path: '/v1/recommendations/rules', query });
  if (json) await printer.document(answer);
  else await draw(readAnswer(rulesSchema, answer), thresholds, context);
  return 0;
}

async function ofFile(context: CommandContext, file: string): Promise<ExitCode> {
  const { args, json, printer, pathOf } = context;
  const thresholds = {
    minSupport: shareOf(context, 'min-support', USUAL.support),
    minConfidence: shareOf(context, 'min-confidence', USUAL.confidence),
  };
  const request = {
    ...thresholds,
    file: pathOf(file),
    dateFormat: dateFormatIn(args),
    isBaskets: args.flag('baskets'),
    mostAntecedents: args.text('antecedents') === '1' ? (1 as const) : (2 as const),
    top: topOf(context),
  };
  const found = await usingFile('--file', () => findRules(request));
  if (json) await printer.document(documentOf(found, thresholds));
  else await draw(found, thresholds, context);
  return 0;
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const file = context.args.text('file');
  return file === undefined ? ofShop(context) : ofFile(context, file);
}
