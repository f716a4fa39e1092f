/** Template files: read here, judged by the API, and what is wrong said in the language of the call. */
import { basename } from 'node:path';
import { readAnswer } from './answers/read.ts';
import { lintSchema, type TemplateProblem } from './answers/template.ts';
import type { CommandContext } from './context.ts';
import { type DefinitionFile, readDefinition } from './definitionFiles.ts';
import { Failure } from './failure.ts';
import { problemLine } from './showFailure.ts';
import { fill } from './words/words.ts';
import { zhCNTemplateFindings } from './words/zhCNTemplateFindings.ts';

export interface TemplateFileCheck extends DefinitionFile {
  readonly id: string | null;
  readonly kind: string;
  readonly class: string | null;
  readonly valid: boolean;
  readonly problems: readonly TemplateProblem[];
  readonly images: readonly string[];
}

/** What is wrong, in the language of the call where it is known there, else as the API says it. */
export function inWords(
  problem: TemplateProblem,
  { language, words }: Pick<CommandContext, 'language' | 'words'>,
) {
  const { code, values, message, remedy } = problem;
  const [told, helps] = (language === 'zh-CN' && zhCNTemplateFindings[code]) || [message, remedy ?? ''];
  const [said, done] = [fill(told, values), fill(helps, values)];
  return done === '' ? said : `${said}${words.list.semicolon}${done}`;
}

export async function readTemplateFiles(context: CommandContext): Promise<DefinitionFile[]> {
  const files: DefinitionFile[] = [];
  for (const file of context.args.operands) files.push({ file, source: await readDefinition(context, file) });
  return files;
}

/** All files of the call, checked together. */
export async function checkTemplateFiles(context: CommandContext): Promise<TemplateFileCheck[]> {
  const files = await readTemplateFiles(context);
  const sources = files.map(({ file, source }) => ({ name: basename(file), source }));
  const answer = await context.ask({ method: 'POST', path: '/v1/templates/lint', body: { sources } });
  const { items } = readAnswer(lintSchema, answer);
  return files.flatMap((file, n) => {
    const item = items[n];
    if (item === undefined) return [];
    const { id, kind, class: of, valid, problems, images } = item;
    return [{ ...file, id: id ?? null, kind, class: of ?? null, valid, problems, images }];
  });
}

export function problemLines({ file, problems }: TemplateFileCheck, context: CommandContext): string[] {
  return problems.map((problem) =>
    problemLine({ ...problem, file, message: inWords(problem, context) }, context.words),
  );
}

/** Throws `Failure` of code `template-invalid` that names every problem where a file cannot be published. */
export function refuseInvalid(checks: readonly TemplateFileCheck[], context: CommandContext): void {
  const wrong = checks.filter(({ valid }) => !valid);
  if (wrong.length === 0) return;
  throw new Failure({
    type: 'about:blank',
    title: 'Not published',
    status: 422,
    code: 'template-invalid',
    detail: fill(context.words.templates.notPublished, { count: wrong.length, files: checks.length }),
    problems: wrong.flatMap(({ file, problems }) =>
      problems.map((problem) => ({ ...problem, file, message: inWords(problem, context) })),
    ),
  });
}
