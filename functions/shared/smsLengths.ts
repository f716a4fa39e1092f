/** How long the SMS templates come out for a usual reader, before anybody is written to. */
import { newPerson } from '../../core/customer/person.ts';
import { customerId, decisionId } from '../../core/ids.ts';
import type { SmsLengths } from '../../core/journey/lintChannels.ts';
import { mergeDataFor } from '../../core/message/mergeData.ts';
import type { TemplateSource } from '../../core/message/template.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { renderSms } from './renderMessage.ts';

const READER = { ...newPerson(customerId('customer-00001'), 0), name: 'Alexander Example' };
const DECISION = { id: decisionId('customer-00001/welcome//1/hello/1'), event: null };

/** By template id; the longer of its languages counts. Templates of mails are left out. */
export function smsLengths(sources: readonly TemplateSource[], settings: Settings): SmsLengths {
  const data = mergeDataFor(DECISION, READER, settings, 0);
  const lengths = new Map<string, number>();
  for (const source of sources) {
    if (source.channel !== 'sms') continue;
    const parts = Object.entries(source.locales).map(
      ([locale, variant]) => renderSms(variant, data, locale).parts,
    );
    lengths.set(source.id, Math.max(...parts));
  }
  return lengths;
}
