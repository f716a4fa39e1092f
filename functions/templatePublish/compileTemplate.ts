/**
 * Compiles a template at publish: blocks are put in, MJML becomes HTML once, the plain text is derived where the author wrote
 * none, and everything that could break at send is an error here, with the language, the field and the line: a broken Liquid
 * tag, an unknown filter, an unclosed element, data in a style, more than 64 KB. An SMS is Liquid alone.
 * Rendering (`renderMessage.ts`) then has nothing left to refuse. No other bundle holds MJML.
 */
import { LiquidError } from 'liquidjs';
import {
  type CompiledVariant,
  LARGEST_TEMPLATE_BYTES,
  type MailTemplate,
  type MailVariant,
  type PublishedTemplate,
  type SmsTemplate,
  type SmsVariant,
  type TemplateLocale,
  type TemplateSource,
} from '../../core/message/template.ts';
import { engineFor, type OutputKind } from '../shared/liquidEngine.ts';
import { type Blocks, expandBlocks, NO_BLOCKS, withoutBlocks } from '../shared/templateBlocks.ts';
import { droppedLiquid, mjmlProblems, withoutComments } from './mjmlChecks.ts';
import { contextProblems, withSafeLinks } from './outputContexts.ts';
import { plainText } from './plainText.ts';

/** A mail's fields, the blocks put in; no text where it is to be derived. */
type Variant = Required<Omit<MailVariant, 'text'>> & { readonly text: string | null };

export interface TemplateProblem {
  readonly locale: TemplateLocale;
  readonly field: 'subject' | 'preheader' | 'mjml' | 'text';
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

function checkLiquid(variant: MailVariant, locale: TemplateLocale, report: Report): void {
  for (const field of ['subject', 'preheader', 'mjml', 'text'] as const) {
    const written = withoutBlocks(variant[field] ?? '');
    const fault =
      field === 'mjml'
        ? liquidFault('html', locale, withoutComments(written))
        : liquidFault('plain', locale, written);
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

async function compileHtml(
  variant: Variant,
  report: Report,
): Promise<{ readonly html: string; readonly derived: string }> {
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
    return { html: compact(withSafeLinks(html)), derived: plainText(html) };
  } catch (error) {
    report('mjml', null, error instanceof Error ? error.message : String(error));
    return { html: '', derived: '' };
  }
}

/** The fields with their blocks; a block that cannot be put in is a problem. */
function expanded(variant: MailVariant, locale: TemplateLocale, blocks: Blocks, report: Report): Variant {
  const whole = (field: TemplateProblem['field']) => {
    const place = { field: field === 'mjml' ? 'mjml' : 'text', locale, blocks } as const;
    const { text, problems } = expandBlocks(variant[field] ?? '', place);
    for (const { line, message } of problems) report(field, line, message);
    return text;
  };
  return {
    subject: whole('subject'),
    preheader: whole('preheader'),
    mjml: whole('mjml'),
    text: variant.text === undefined ? null : whole('text'),
  };
}

function checkSize(fields: readonly (string | null)[], report: Report, field: 'mjml' | 'text'): void {
  const bytes = fields.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
  if (bytes <= LARGEST_TEMPLATE_BYTES) return;
  const [is, most] = [bytes, LARGEST_TEMPLATE_BYTES].map((size) => Math.ceil(size / 1024));
  report(field, null, `with its blocks it is ${is} KB in this language; a template has at most ${most} KB`);
}

async function compileMail(
  written: MailVariant,
  locale: TemplateLocale,
  { blocks, utm }: { readonly blocks: Blocks; readonly utm: MailTemplate['utm'] },
  problems: TemplateProblem[],
): Promise<CompiledVariant> {
  const report: Report = (field, line, message) => problems.push({ locale, field, line, message });
  const before = problems.length;
  checkLiquid(written, locale, report);
  const variant = expanded(written, locale, blocks, report);
  checkSize(Object.values(variant), report, 'mjml');
  const { html, derived } = await compileHtml(variant, report);
  const text = variant.text ?? derived;
  if (problems.length === before) {
    const fault = liquidFault('html', locale, html);
    if (fault !== null) report('mjml', null, `after compiling: ${fault.message}`);
    const textFault = liquidFault('plain', locale, text);
    if (textFault !== null) report('text', null, `with its blocks: ${textFault.message}`);
  }
  const { subject, preheader } = variant;
  return { subject, preheader, html, text, ...(utm === undefined ? {} : { utm }) };
}

function compileSms(
  { text: written }: SmsVariant,
  locale: TemplateLocale,
  blocks: Blocks,
  problems: TemplateProblem[],
): CompiledVariant {
  const report: Report = (field, line, message) => problems.push({ locale, field, line, message });
  const fault = liquidFault('plain', locale, withoutBlocks(written));
  if (fault !== null) report('text', fault.line, fault.message);
  const { text, problems: missing } = expandBlocks(written, { field: 'text', locale, blocks });
  for (const { line, message } of missing) report('text', line, message);
  checkSize([text], report, 'text');
  return { subject: '', preheader: '', html: '', text };
}

async function compileVariants(
  source: MailTemplate | SmsTemplate,
  blocks: Blocks,
  problems: TemplateProblem[],
): Promise<PublishedTemplate['compiled']> {
  const compiled: Record<TemplateLocale, CompiledVariant> = {};
  switch (source.channel) {
    case 'email':
      for (const [locale, variant] of Object.entries(source.locales))
        compiled[locale] = await compileMail(variant, locale, { blocks, utm: source.utm }, problems);
      return compiled;
    case 'sms':
      for (const [locale, variant] of Object.entries(source.locales))
        compiled[locale] = compileSms(variant, locale, blocks, problems);
      return compiled;
  }
}

/**
 * @param blocks the newest of every block the template may hold.
 * @throws TemplateInvalid naming every problem of all languages.
 */
export async function compileTemplate(
  source: TemplateSource,
  blocks: Blocks = NO_BLOCKS,
): Promise<PublishedTemplate['compiled']> {
  const problems: TemplateProblem[] = [];
  const compiled = await compileVariants(source, blocks, problems);
  if (problems.length > 0) throw new TemplateInvalid(source.id, problems);
  return compiled;
}
