/**
 * `loyalty import-balances`: points members bring from another programme. Each is an entry by hand that says where it comes from,
 * under a key of source and customer, so that a file sent again brings nothing in twice. Exit 1 where a row was refused.
 */
import { postedSchema } from '../answers/loyalty.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { Failure, misuse } from '../failure.ts';
import { type OpeningBalance, readBalances, type RefusedBalance } from '../openingBalances.ts';
import { inLanguage } from '../showFailure.ts';
import { cleanText } from '../text/clean.ts';
import { count } from '../text/format.ts';
import type { Language } from '../words/language.ts';
import { fill, wordsIn } from '../words/words.ts';

const SOURCE = /^[a-z0-9][a-z0-9-]{0,39}$/;
const AT_ONCE = 8;
const NAMED = 10;
/** A refusal of one row; any other, as where there is no programme, is of the whole file. */
const OF_A_ROW = new Set(['unknown-customer', 'key-reused', 'misuse', 'points-not-whole']);

interface Sums {
  accepted: number;
  repeated: number;
  points: number;
  readonly refused: RefusedBalance[];
}

function sourceOf({ args }: CommandContext): string {
  const source = args.text('from') ?? '';
  if (SOURCE.test(source)) return source;
  throw misuse('--from is a name of small letters, digits and -.', {
    field: '--from',
    remedy: 'Name where the balances come from: --from old-programme.',
  });
}

async function bring(
  { ask }: CommandContext,
  source: string,
  balance: OpeningBalance,
  sums: Sums,
): Promise<void> {
  const { line, customer, points } = balance;
  const path = `/v1/customers/${encodeURIComponent(customer)}/points`;
  const body = { kind: 'adjust', points, reason: `opening balance from ${source}` };
  const headers = { 'idempotency-key': `opening/${source}/${customer}` };
  try {
    const { outcome } = readAnswer(postedSchema, await ask({ method: 'POST', path, body, headers }));
    if (outcome === 'posted') {
      sums.accepted += 1;
      sums.points += points;
    } else sums.repeated += 1;
  } catch (error) {
    if (!(error instanceof Failure) || !OF_A_ROW.has(error.problem.code)) throw error;
    const { problem } = error;
    const isOther = problem.code === 'key-reused';
    const other = { key: 'otherBalance', names: { source } } as const;
    sums.refused.push({ line, customer, problem: isOther ? other : problem });
  }
}

/** What is wrong with a row, in a language. */
function problemIn(language: Language, { problem }: RefusedBalance): string {
  return 'key' in problem
    ? fill(wordsIn(language).balanceProblem[problem.key], problem.names ?? {})
    : inLanguage(problem, language).detail;
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, json, language, pathOf, printer, words } = context;
  const source = sourceOf(context);
  const columns = { customer: args.text('customer'), points: args.text('points') };
  const { balances, none, refused } = await readBalances(pathOf(args.operand()), columns);
  const sums: Sums = { accepted: 0, repeated: 0, points: 0, refused: [...refused] };
  for (let from = 0; from < balances.length; from += AT_ONCE) {
    const some = balances.slice(from, from + AT_ONCE);
    await Promise.all(some.map((one) => bring(context, source, one, sums)));
    printer.progress({ done: (from + some.length) / balances.length, what: `${from + some.length}` });
  }
  sums.refused.sort((a, b) => a.line - b.line);
  const { accepted, repeated, points } = sums;
  if (json) {
    const rejects = sums.refused.map((one) => ({ ...one, problem: problemIn('en', one) }));
    await printer.document({
      from: source,
      accepted,
      repeated,
      none,
      points,
      rejected: rejects.length,
      rejects,
    });
  } else {
    const said = words.loyaltyProgramme;
    for (const one of sums.refused.slice(0, NAMED)) {
      const [customer, problem] = [cleanText(one.customer), cleanText(problemIn(language, one))];
      await printer.note(fill(said.balanceRefused, { line: one.line, customer, problem }));
    }
    await printer.lines([
      fill(said.balancesBrought, {
        from: source,
        accepted: count(accepted, language),
        repeated: count(repeated, language),
        none: count(none, language),
        points: count(points, language),
        rejected: count(sums.refused.length, language),
      }),
    ]);
  }
  return sums.refused.length === 0 ? 0 : 1;
}
