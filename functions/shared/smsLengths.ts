/** How long the SMS templates come out for a usual reader, before anybody is written to. */
import { newPerson } from '../../core/customer/person.ts';
import { customerId, decisionId } from '../../core/ids.ts';
import type { SmsLengths } from '../../core/journey/lintChannels.ts';
import type { JsonObject } from '../../core/json.ts';
import { mergeDataFor } from '../../core/message/mergeData.ts';
import type { PublishedTemplate, TemplateSource } from '../../core/message/template.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { renderSms } from './renderMessage.ts';

const READER = { ...newPerson(customerId('customer-00001'), 0), name: 'Alexander Example' };
const DECISION = { id: decisionId('customer-00001/welcome//1/hello/1'), event: null };

/** What a template may show of somebody with a name of usual length. */
export function usualReader(settings: Settings): JsonObject {
  return mergeDataFor(DECISION, READER, settings, 0);
}

/** A template as written, where it holds no blocks, or as published. */
type Known = TemplateSource | Pick<PublishedTemplate, 'source' | 'compiled'>;

function textsOf(template: Known): { readonly id: string; readonly texts: readonly [string, string][] } {
  const source = 'source' in template ? template.source : template;
  if (source.channel !== 'sms') return { id: source.id, texts: [] };
  const variants = 'compiled' in template ? template.compiled : source.locales;
  return { id: source.id, texts: Object.entries(variants).map(([locale, { text }]) => [locale, text]) };
}

/** Parts by template id; the longest of its languages counts. Templates of mails are left out. */
export function smsLengths(templates: readonly Known[], settings: Settings): SmsLengths {
  const data = usualReader(settings);
  const lengths = new Map<string, number>();
  for (const { id, texts } of templates.map(textsOf)) {
    const parts = texts.map(([locale, text]) => renderSms({ text }, data, locale).parts);
    if (parts.length > 0) lengths.set(id, Math.max(...parts));
  }
  return lengths;
}
