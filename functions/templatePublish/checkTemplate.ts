/** A template's or block's text checked: schema, compiling, lint; each problem with the line of the file it stands on. */
import * as z from 'zod';
import {
  blockSchema,
  type BlockSource,
  type PublishedTemplate,
  templateSchema,
  type TemplateSource,
} from '../../core/message/template.ts';
import { engineFor } from '../shared/liquidEngine.ts';
import { type Blocks, expandBlocks, withoutBlocks } from '../shared/templateBlocks.ts';
import { type CheckedYaml, checkYaml } from '../shared/yamlDocument.ts';
import { compileTemplate, TemplateInvalid } from './compileTemplate.ts';
import type { TemplateField } from './lint/finding.ts';
import { imagesOf, lintTemplate, type TemplateLintContext } from './lint/lintTemplate.ts';

export interface TemplateCheckProblem {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  /** Dotted path in the file. */
  readonly path: string;
  readonly message: string;
  readonly remedy: string | null;
  /** Of the file; null where no line can be named. */
  readonly line: number | null;
  readonly values: Readonly<Record<string, string | number>>;
}

export type Checked =
  | {
      readonly kind: 'template';
      readonly source: TemplateSource;
      readonly compiled: PublishedTemplate['compiled'];
    }
  | { readonly kind: 'block'; readonly source: BlockSource }
  | { readonly kind: 'invalid'; readonly id: string | null };

export interface TemplateCheck {
  readonly checked: Checked;
  readonly problems: readonly TemplateCheckProblem[];
  /** Addresses of images the template names itself. */
  readonly images: readonly string[];
}

export interface CheckContext extends TemplateLintContext {
  readonly blocks: Blocks;
}

const isBlock = z.looseObject({ kind: z.literal('block') });
/** Mails need no `channel`: a missing one is email before the schema is chosen by it. */
const anyTemplate = z.preprocess(
  (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && !('channel' in value)
      ? { channel: 'email', ...value }
      : value,
  templateSchema,
);

type LineOf = CheckedYaml<unknown>['lineOf'];

/** Line of the file on which line `line` of a field stands: a block scalar (`|`) begins on the line after its key. */
function fileLine(text: string, lineOf: LineOf, path: string, line: number | null): number | null {
  const start = lineOf(path);
  if (start === null || line === null) return start;
  const first = text.split('\n')[start - 1] ?? '';
  return /[|>][+-]?\d?\s*(?:#.*)?$/.test(first) ? start + line : start + line - 1;
}

function schemaProblems(problems: CheckedYaml<unknown>['problems']): TemplateCheckProblem[] {
  return problems.map(({ kind, path, message, line }) => ({
    severity: 'error',
    code: kind,
    path,
    message,
    remedy: null,
    line,
    values: {},
  }));
}

function pathOf(locale: string, field: TemplateField): string {
  return `locales.${locale}.${field}`;
}

function liquidMessage(kind: 'html' | 'plain', locale: string, text: string): string | null {
  try {
    engineFor(kind, locale).parse(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function checkBlock(text: string, blocks: Blocks): TemplateCheck {
  const { data, problems, lineOf } = checkYaml(text, blockSchema);
  if (data === null)
    return { checked: { kind: 'invalid', id: null }, problems: schemaProblems(problems), images: [] };
  const all = new Map([...blocks, [data.id, data]]);
  const found = Object.entries(data.locales).flatMap(([locale, variant]) =>
    (['mjml', 'text'] as const).flatMap((field) => {
      const written = variant[field];
      if (written === undefined) return [];
      const path = pathOf(locale, field);
      const fault = liquidMessage(field === 'mjml' ? 'html' : 'plain', locale, withoutBlocks(written));
      const { problems: missing } = expandBlocks(written, { field, locale, blocks: all });
      return [
        ...(fault === null ? [] : [{ line: null, message: fault }]),
        ...missing.map((one) => ({ ...one, line: fileLine(text, lineOf, path, one.line) })),
      ].map(({ line, message }) => ({
        severity: 'error' as const,
        code: 'does-not-compile',
        path,
        message,
        remedy: null,
        line: line ?? lineOf(path),
        values: {},
      }));
    }),
  );
  const checked: Checked =
    found.length === 0 ? { kind: 'block', source: data } : { kind: 'invalid', id: data.id };
  return { checked, problems: found, images: [] };
}

function findingsIn(
  source: TemplateSource,
  compiled: PublishedTemplate['compiled'],
  context: CheckContext,
  lines: { readonly text: string; readonly lineOf: LineOf },
): TemplateCheckProblem[] {
  return lintTemplate(source, compiled, context).map((finding) => {
    const { severity, code, locale, field, line, message, remedy, values } = finding;
    const path = pathOf(locale, field);
    return {
      severity,
      code,
      path,
      message,
      remedy,
      line: fileLine(lines.text, lines.lineOf, path, line),
      values,
    };
  });
}

async function checkTemplateText(text: string, context: CheckContext): Promise<TemplateCheck> {
  const { data, problems, lineOf } = checkYaml(text, anyTemplate);
  if (data === null)
    return { checked: { kind: 'invalid', id: null }, problems: schemaProblems(problems), images: [] };
  try {
    const compiled = await compileTemplate(data, context.blocks);
    return {
      checked: { kind: 'template', source: data, compiled },
      problems: findingsIn(data, compiled, context, { text, lineOf }),
      images: imagesOf(data),
    };
  } catch (failure) {
    if (!(failure instanceof TemplateInvalid)) throw failure;
    const found = failure.problems.map(({ locale, field, line, message }) => ({
      severity: 'error' as const,
      code: 'does-not-compile',
      path: pathOf(locale, field),
      message,
      remedy: null,
      line: fileLine(text, lineOf, pathOf(locale, field), line),
      values: {},
    }));
    return { checked: { kind: 'invalid', id: data.id }, problems: found, images: [] };
  }
}

/** As the author reads the file; what has no line comes first. */
function inOrder(check: TemplateCheck): TemplateCheck {
  return { ...check, problems: check.problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)) };
}

/** Whether a text says that it is a block. */
export function isBlockText(text: string): boolean {
  return checkYaml(text, isBlock).data !== null;
}

/** Never throws for what an author wrote: it is in `problems`. A text whose `kind` is `block` is a block. */
export async function checkTemplate(text: string, context: CheckContext): Promise<TemplateCheck> {
  return inOrder(
    isBlockText(text) ? checkBlock(text, context.blocks) : await checkTemplateText(text, context),
  );
}

/** Whether it may be published: it has no error. */
export function mayPublish({ checked, problems }: TemplateCheck): boolean {
  return checked.kind !== 'invalid' && problems.every(({ severity }) => severity === 'warning');
}
