/**
 * Renders a compiled variant for one person, when someone looks or a provider sends. Values never become markup, links to
 * scripts, header lines or code: HTML output is escaped, link addresses are checked, a value is never parsed as Liquid,
 * and a subject has no control characters. What is missing renders as nothing.
 */
import type { JsonObject } from '../../core/json.ts';
import type { CompiledVariant, TemplateLocale } from '../../core/message/template.ts';
import { type SmsParts, smsParts } from '../../core/message/smsParts.ts';
import { engineFor } from './liquidEngine.ts';
import { lawfulSms, lawfulSubject } from './renderLaw.ts';
import { utmMarker } from './renderUtm.ts';

export interface RenderedMessage {
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
}

export interface RenderedSms extends SmsParts {
  readonly text: string;
}

/** A template met a limit: it loops or grows without end. */
export class RenderFailed extends Error {
  readonly code = 'render-failed';
  constructor(field: string, cause: unknown) {
    super(`the ${field} could not be rendered: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.name = 'RenderFailed';
  }
}

/** Controls, line and paragraph separators, and marks that reorder text. */
const UNFIT_FOR_HEADER = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

function oneLine(text: string): string {
  return text.replace(UNFIT_FOR_HEADER, ' ').replace(/ {2,}/g, ' ').trim();
}

/** Everything of Unicode's "other" but line breaks: a phone shows it as nothing, or as a box. */
const UNFIT_FOR_SMS = /(?!\n)\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

type Field = 'subject' | 'preheader' | 'html' | 'text';

function renderField(field: Field, text: string, data: JsonObject, locale: TemplateLocale) {
  try {
    return engineFor(field === 'html' ? 'html' : 'plain', locale).render(text, data);
  } catch (error) {
    throw new RenderFailed(field, error);
  }
}

/** As `renderVariant`, of an SMS: its text and what it costs. */
export function renderSms(
  { text }: Pick<CompiledVariant, 'text'>,
  data: JsonObject,
  locale: TemplateLocale = 'en',
): RenderedSms {
  const written = renderField('text', text, data, locale).replace(UNFIT_FOR_SMS, '').trim();
  const rendered = markedAsTest(lawfulSms(written, data, locale), data);
  return { text: rendered, ...smsParts(rendered) };
}

/** A message that somebody only tries out says so. */
function markedAsTest(line: string, { test }: JsonObject): string {
  return test === true ? `[Test] ${line}` : line;
}

/**
 * @param data `customer`, `shop`, `links`, `picks`, `now` as templates name them; dates as ISO text, prices as text. `utm`
 *   adds its parameters to links of the shop's own website; `test: true` marks the subject.
 * @param locale language of the `day` and `day_month` filters: that of the variant.
 * @throws RenderFailed where the template meets a limit of time or memory.
 */
export function renderVariant(
  variant: CompiledVariant,
  data: JsonObject,
  locale: TemplateLocale = 'en',
): RenderedMessage {
  const render = (field: Field) => renderField(field, variant[field], data, locale);
  const marked = utmMarker(variant, data);
  return {
    subject: markedAsTest(lawfulSubject(oneLine(render('subject')), data, locale), data),
    preheader: oneLine(render('preheader')),
    html: marked.html(render('html')),
    text: marked.text(render('text')).trim() + '\n',
  };
}
