/** A failure in words: what happened, where, what to do about it, then each problem on a line of its own. */
import type { Problem, ProblemItem } from './failure.ts';
import { cleanText } from './text/clean.ts';
import { problemText } from './problemText.ts';
import { fill } from './words/words.ts';
import type { Language } from './words/language.ts';
import type { WordTable } from './words/wordTable.ts';
import { zhCNRefusals } from './words/zhCNRefusals.ts';

/** `file:line: path: message`, without the parts that are not known. */
export function problemLine({ file, line, path, message, severity }: ProblemItem, words: WordTable): string {
  const place =
    file === undefined ? [line ? fill(words.failure.line, { line }) : ''] : [line ? `${file}:${line}` : file];
  const warning = severity === 'warning' ? words.journeys.warning : '';
  return cleanText(
    [...place, path, `${warning}${problemText(message, words)}`].filter((part) => part !== '').join(': '),
  );
}

/** A refusal in the language of the call where it is known there, with the API's own words, which have the figures. */
export function inLanguage(problem: Problem, language: Language): Problem {
  const [said, helps] = (language === 'zh-CN' && zhCNRefusals[problem.code]) || ['', ''];
  if (said === '') return problem;
  return {
    ...problem,
    detail: `${said}（${problem.detail}）`,
    ...(helps === '' ? {} : { remedy: helps }),
  };
}

export function showFailure(problem: Problem, words: WordTable): string[] {
  const { title, detail, field, remedy, problems = [] } = problem;
  const labelled = (sentence: string, name: string, value: string | undefined) =>
    value === undefined || value === '' ? [] : [`  ${cleanText(fill(sentence, { [name]: value }))}`];
  return [
    cleanText(fill(words.failure.title, { detail: detail === '' ? title : detail })),
    ...labelled(words.failure.field, 'field', field),
    ...labelled(words.failure.remedy, 'remedy', remedy),
    ...problems.map((item) => `  ${problemLine(item, words)}`),
  ];
}
