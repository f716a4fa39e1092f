/** `journeys test`: cases of journeys, run here in virtual time. Exit 1 when one fails, 2 when a file cannot be run. */
import { readFile } from 'node:fs/promises';
import { isoInstant } from '../../core/time.ts';
import type { CaseResult } from '../../local/cases/runCase.ts';
import { saidOfDecided, saidOfDiff, saidOfExpected } from '../../local/cases/said.ts';
import { testFile } from '../../local/cases/testFile.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { caseDiff } from '../draw/caseDiff.ts';
import { misuse, type ProblemItem } from '../failure.ts';
import { cleanText } from '../text/clean.ts';
import { fill } from '../words/words.ts';

const PASSED = '✓';
const FAILED = '✗';

/** Throws `Failure` of misuse. */
async function read({ pathOf }: CommandContext, file: string): Promise<string> {
  try {
    return await readFile(pathOf(file), 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw misuse(`${file} cannot be read (${reason}).`, { field: file });
  }
}

/** What `--json` shows of a case. */
function documentOf(file: string, result: CaseResult): object {
  return {
    file,
    case: result.name,
    pass: result.pass,
    expected: result.expected.map(saidOfExpected),
    actual: result.decided.map(saidOfDecided),
    diff: result.diff.map(saidOfDiff).map(({ sign, said }) => ({ sign, ...said })),
    stages: result.stages.map((one) => ({ ...one, at: isoInstant(one.at) })),
    problems: result.problems,
  };
}

async function show({ printer, language }: CommandContext, result: CaseResult): Promise<void> {
  const mark = result.pass ? PASSED : FAILED;
  const lines = result.pass ? [] : caseDiff(result, language, '      ');
  await printer.lines([`  ${mark} ${cleanText(result.name)}`, ...lines]);
}

async function summarise({ printer, words }: CommandContext, results: readonly CaseResult[]): Promise<void> {
  const { cases } = words;
  const count = results.length;
  const failed = results.filter(({ pass }) => !pass).length;
  if (failed > 0) {
    const sentence = failed === 1 ? cases.failed_one : cases.failed_other;
    await printer.lines(['', cases.legend, fill(sentence, { failed, count })]);
  } else if (count > 0) {
    await printer.lines(['', fill(count === 1 ? cases.passed_one : cases.passed_other, { count })]);
  }
}

/** Throws `Failure` of misuse once all files that can be run were. */
export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, json, printer, words, pathOf } = context;
  const documents: object[] = [];
  const all: CaseResult[] = [];
  const problems: ProblemItem[] = [];
  let unreadable = 0;
  for (const file of args.operands) {
    const tested = await testFile(await read(context, file), pathOf(file));
    if (tested.kind === 'not-readable') {
      unreadable += 1;
      problems.push(...tested.problems.map((problem) => ({ file, ...problem })));
      continue;
    }
    all.push(...tested.results);
    documents.push(...tested.results.map((result) => documentOf(file, result)));
    if (json) continue;
    await printer.lines([cleanText(file)]);
    for (const result of tested.results) await show(context, result);
  }
  if (!json) await summarise(context, all);
  if (unreadable > 0) {
    const detail = fill(words.cases.notRunnable, { count: unreadable, files: args.operands.length });
    throw misuse(detail, { remedy: words.cases.remedy, problems });
  }
  if (json) await printer.document(documents);
  return all.every(({ pass }) => pass) ? 0 : 1;
}
