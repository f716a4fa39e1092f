/**
 * Compiles a template at publish: MJML becomes HTML once, and everything that could break at send is an error here, with
 * the language, the field and the line: a broken Liquid tag, an unknown filter, an unclosed element, data in a style. An SMS
 * is Liquid alone.
 * Rendering (`renderMessage.ts`) then has nothing left to refuse.
 */
import { LiquidError } from 'liquidjs';
import type {
  CompiledVariant,
  MailTemplate,
  PublishedTemplate,
  SmsTemplate,
  TemplateLocale,
  TemplateSource,
} from '../../core/message/template.ts';
import { engineFor, type OutputKind } from './liquidEngine.ts';
import { droppedLiquid, mjmlProblems, withoutComments } from './mjmlChecks.ts';
import { contextProblems, withSafeLinks } from './outputContexts.ts';

type Variant = MailTemplate['locales'][TemplateLocale];

export interface TemplateProblem {
  readonly locale: TemplateLocale;
  readonly field: keyof Variant;
  /** 1-based line of the field; null where no line can be named. */
  readonly line: number | null;
  readonly message: string;
}

export class TemplateInvalid extends Error {
  readonly code = 'template-invalid';
  readonly templateId: string;
  readonly problems: readonly TemplateProblem[];

  constructor(templateId: string, problems: readonly TemplateProblem[]) {
    const lines = problems.map(
      ({ locale, field, line, message }) =>
        `template ${templateId}, ${locale}, ${field}${line === null ? '' : ` line ${line}`}: ${message}`,
    );
    super(lines.join('\n'));
    this.name = 'TemplateInvalid';
    this.templateId = templateId;
    this.problems = problems;
  }
}

type Report = (field: TemplateProblem['field'], line: number | null, message: string) => void;

interface LiquidFault {
  readonly line: number | null;
  readonly message: string;
}

function liquidFault(kind: OutputKind, locale: TemplateLocale, text: string): LiquidFault | null {
  try {
    engineFor(kind, locale).parse(text);
    return null;
  } catch (error) {
    if (!(error instanceof LiquidError)) throw error;
    const [line] = error.token.getPosition();
    return { line: line ?? null, message: error.message.replace(/, line:\d+, col:\d+$/, '') };
  }
}

function checkLiquid(variant: Variant, locale: TemplateLocale, report: Report): void {
  for (const field of ['subject', 'preheader', 'mjml', 'text'] as const) {
    const fault =
      field === 'mjml'
        ? liquidFault('html', locale, withoutComments(variant.mjml))
        : liquidFault('plain', locale, variant[field]);
    if (fault !== null) report(field, fault.line, fault.message);
  }
}

/** Text as MJML content: markup escaped, Liquid left alone. */
function asContent(liquid: string): string {
  return liquid
    .split(/(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/&(?!#?\w+;)/g, '&amp;').replace(/</g, '&lt;')))
    .join('');
}

/** The subject as MJML's title, which becomes an attribute too: no double quote may stand in it. */
function asTitle(subject: string): string {
  return asContent(subject).replace(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|"/g, (part) =>
    part === '"' ? '&quot;' : part.replace(/"/g, "'"),
  );
}

/** Gives the document the variant's own subject as title and its preheader, on the line of `</mj-head>`. */
function withHead(variant: Variant): string {
  const preview = variant.preheader === '' ? '' : `<mj-preview>${asContent(variant.preheader)}</mj-preview>`;
  const head = `<mj-title>${asTitle(variant.subject)}</mj-title>${preview}`;
  if (variant.mjml.includes('</mj-head>'))
    return variant.mjml.replace('</mj-head>', () => `${head}</mj-head>`);
  return variant.mjml.replace('<mj-body', () => `<mj-head>${head}</mj-head><mj-body`);
}

/** Lines without their indentation: half the size, the same mail. */
function compact(html: string): string {
  return html.replace(/[ \t]*\n\s*/g, '\n').trim() + '\n';
}

async function compileHtml(variant: Variant, report: Report): Promise<string> {
  for (const { line, message } of mjmlProblems(variant.mjml)) report('mjml', line, message);
  // Loading MJML takes half a second, and only publishing needs it.
  const { default: mjml2html } = await import('mjml');
  try {
    const { html, errors } = await mjml2html(withHead(variant), {
      validationLevel: 'soft',
      keepComments: false,
      ignoreIncludes: true,
      // No font is fetched from anyone: it would tell them who reads.
      fonts: {},
    });
    for (const { line, tagName, message } of errors) report('mjml', line, `<${tagName}>: ${message}`);
    for (const { line, message } of droppedLiquid(variant.mjml, html)) report('mjml', line, message);
    for (const message of contextProblems(html)) report('mjml', null, message);
    return compact(withSafeLinks(html));
  } catch (error) {
    report('mjml', null, error instanceof Error ? error.message : String(error));
    return '';
  }
}

async function compileMail(
  variant: Variant,
  locale: TemplateLocale,
  problems: TemplateProblem[],
): Promise<CompiledVariant> {
  const report: Report = (field, line, message) => problems.push({ locale, field, line, message });
  checkLiquid(variant, locale, report);
  const html = await compileHtml(variant, report);
  const fault = problems.length === 0 ? liquidFault('html', locale, html) : null;
  if (fault !== null) report('mjml', null, `after compiling: ${fault.message}`);
  return { subject: variant.subject, preheader: variant.preheader, html, text: variant.text };
}

function compileSms(
  { text }: SmsTemplate['locales'][TemplateLocale],
  locale: TemplateLocale,
  problems: TemplateProblem[],
): CompiledVariant {
  const fault = liquidFault('plain', locale, text);
  if (fault !== null) problems.push({ locale, field: 'text', ...fault });
  return { subject: '', preheader: '', html: '', text };
}

async function compileVariant(
  source: TemplateSource,
  locale: TemplateLocale,
  problems: TemplateProblem[],
): Promise<CompiledVariant> {
  switch (source.channel) {
    case 'email':
      return compileMail(source.locales[locale], locale, problems);
    case 'sms':
      return compileSms(source.locales[locale], locale, problems);
  }
}

/** @throws TemplateInvalid naming every problem of both languages. */
export async function compileTemplate(source: TemplateSource): Promise<PublishedTemplate['compiled']> {
  const problems: TemplateProblem[] = [];
  const en = await compileVariant(source, 'en', problems);
  const zh = await compileVariant(source, 'zh-CN', problems);
  if (problems.length > 0) throw new TemplateInvalid(source.id, problems);
  return { en, 'zh-CN': zh };
}
