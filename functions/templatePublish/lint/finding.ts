/**
 * What the lint of a template says: how grave, what, where, and the remedy. An `error` forbids publishing, a `warning` does
 * not. `values` fill the same sentence in another language.
 */
import type { TemplateLocale } from '../../../core/message/template.ts';

const SENTENCES = {
  'no-unsubscribe': [
    'nothing here leads out of the mailing',
    'put a link to {{ links.unsubscribe }} where a reader sees it',
  ],
  'no-address': [
    'the postal address is missing',
    'show {{ shop.postal_address }}, as the law asks of advertising',
  ],
  'no-text': ['it has no plain text, and none can be derived', 'write a text, or words into the MJML'],
  'no-alt': [
    'the image {image} has no alternative text',
    'say in alt="…" what it shows, or alt="" where it only adorns',
  ],
  'large-image': ['the image {image} is {size}', 'keep it below {most}'],
  'data-image': [
    'an image of {size} is written into the mail; most mail programs do not show it',
    'put it on your website and link it',
  ],
  'clipped-mail': ['the HTML is {size}; Gmail cuts off what is beyond {most}', 'shorten it'],
  'private-link': ['{address} cannot be reached from outside', 'link to a page that every reader can open'],
  'insecure-link': ['{address} is not encrypted', 'link to https://'],
  'unknown-variable': ['there is no {name}, so nothing would stand here', 'names here: {known}'],
  'misspelt-variable': ['there is no {name}, so nothing would stand here', 'did you mean {nearest}?'],
  'sms-parts': [
    'a usual reader gets it in {parts} parts ({encoding}, {places} places), which costs {price} a message',
    'one part holds {most} places; {hint}',
  ],
  'sms-too-long': ['it takes {parts} parts; providers take at most {most}', 'shorten it'],
  'sms-no-sender': ['it does not say who writes', 'begin it with {{ shop.name }}'],
  'sms-no-refusal': ['it does not say how to stop it', 'end it with “{line}”'],
  'sms-no-signature': [
    'an SMS to China begins with a signature in 【】',
    'begin it with 【…】; for readers in China 【{signature}】 of the settings is put in front',
  ],
  'no-ad-mark': [
    'advertising mail to China is marked in its subject, and the settings mark none',
    'begin the subject with 【广告】, or set jurisdictions.CN.email.prefix',
  ],
} as const;

export type TemplateFindingCode = keyof typeof SENTENCES;
export type TemplateField = 'subject' | 'preheader' | 'mjml' | 'text';
type Values = Readonly<Record<string, string | number>>;

export interface TemplateFinding {
  readonly severity: 'error' | 'warning';
  readonly code: TemplateFindingCode;
  readonly locale: TemplateLocale;
  readonly field: TemplateField;
  /** 1-based line of the field; null where the field as a whole is meant. */
  readonly line: number | null;
  readonly message: string;
  readonly remedy: string;
  readonly values: Values;
}

function filled(sentence: string, values: Values): string {
  return sentence.replace(/(?<!\{)\{(\w+)\}(?!\})/g, (gap, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : gap,
  );
}

/** A finding in English words. */
export function finding(
  severity: TemplateFinding['severity'],
  code: TemplateFindingCode,
  place: Pick<TemplateFinding, 'locale' | 'field' | 'line'>,
  values: Values = {},
): TemplateFinding {
  const [message, remedy] = SENTENCES[code];
  return {
    severity,
    code,
    ...place,
    message: filled(message, values),
    remedy: filled(remedy, values),
    values,
  };
}

export const FINDING_CODES = Object.keys(SENTENCES);

/** Line of a place in a text, 1-based. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
