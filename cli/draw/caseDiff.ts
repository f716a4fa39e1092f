/** A case that failed: expected and decided in order of time, and why what was decided nearest to it came about. */
import { DAY_MS, HOUR_MS, isoInstant, MINUTE_MS, parseIso } from '../../core/time.ts';
import { nearestDecided } from '../../local/cases/nearest.ts';
import type { CaseResult } from '../../local/cases/runCase.ts';
import { type Said, saidOfDecided, saidOfDiff } from '../../local/cases/said.ts';
import { evidenceSchema } from '../answers/decision.ts';
import { readAnswer } from '../answers/read.ts';
import { cleanText } from '../text/clean.ts';
import { minute } from '../text/format.ts';
import { displayWidth, padEnd } from '../text/width.ts';
import type { Language } from '../words/language.ts';
import type { WordTable } from '../words/wordTable.ts';
import { fill, wordFor, wordsIn } from '../words/words.ts';
import { gateLadder } from './gateLadder.ts';
import { saidWords } from './saidLine.ts';

/** `+1d 2h` since the start, as cases write it. */
function offset(at: string, now: number): string {
  const ms = Math.floor(((parseIso(at) ?? now) - now) / MINUTE_MS) * MINUTE_MS;
  const size = Math.abs(ms);
  const parts = [
    [Math.floor(size / DAY_MS), 'd'],
    [Math.floor((size % DAY_MS) / HOUR_MS), 'h'],
    [Math.floor((size % HOUR_MS) / MINUTE_MS), 'm'],
  ] as const;
  const told = parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${count}${unit}`]));
  return `${ms < 0 ? '-' : '+'}${told.length === 0 ? '0m' : told.join(' ')}`;
}

function whyLines(said: Said | null, language: Language, named: boolean, indent: string): string[] {
  const words = wordsIn(language);
  if (said === null) return [`${indent}${words.cases.nothing}`];
  const head = `${indent}${fill(words.cases.why, { at: minute(said.at), what: saidWords(said, words, { named }) })}`;
  if (said.kind !== 'send') return [head];
  const evidence = readAnswer(evidenceSchema.nullable(), said.evidence ?? null);
  const late =
    said.decidedAt === undefined || said.decidedAt === said.at
      ? []
      : [`${indent}  ${fill(words.cases.decidedAt, { at: minute(said.decidedAt) })}`];
  return [head, ...late, ...gateLadder(evidence, words, language, `${indent}  `)];
}

interface Row {
  readonly sign: string;
  /** ISO, UTC. */
  readonly at: string;
  readonly what: string;
}

/** Stages are nothing that was decided: they stand among the lines to explain them. */
function stageRows({ stages }: CaseResult, words: WordTable, named: boolean): Row[] {
  return stages.map(({ at, customer, stage }) => {
    const what = fill(words.cases.stage, { stage: wordFor(words, 'stage', stage) });
    const whose = cleanText(fill(words.cases.of, { customer, what }));
    return { sign: '·', at: isoInstant(at), what: named ? whose : what };
  });
}

function rowLines(rows: readonly Row[], now: number, indent: string): string[] {
  const offsets = rows.map(({ at }) => offset(at, now));
  const width = Math.max(...offsets.map(displayWidth));
  return rows.map(
    ({ sign, at, what }, place) =>
      `${indent}${sign} ${minute(at)}  ${padEnd(offsets[place] ?? '', width)}  ${what}`,
  );
}

export function caseDiff(result: CaseResult, language: Language, indent: string): string[] {
  const words = wordsIn(language);
  const problems = result.problems.map((problem) => cleanText(`${indent}${problem}`));
  const lines = result.diff.map(saidOfDiff);
  if (lines.every(({ sign }) => sign === ' ')) return problems;
  const named = new Set(lines.map(({ said }) => said.customer)).size > 1;
  const rows = [
    ...stageRows(result, words, named),
    ...lines.map(({ sign, said }) => ({ sign, at: said.at, what: saidWords(said, words, { named }) })),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const nearest = nearestDecided(result.diff, result.decided);
  return [
    ...problems,
    ...rowLines(rows, result.now, indent),
    ...whyLines(nearest === null ? null : saidOfDecided(nearest), language, named, indent),
  ];
}
