/** What is asked of an SMS in one language: who writes, how to stop it, in how many parts it goes and what that costs. */
import type { JsonObject } from '../../../core/json.ts';
import { isLeavable, isSigned, saysHowToStop } from '../../../core/message/templateLaw.ts';
import { renderSms, type RenderedSms } from '../../shared/renderMessage.ts';
import { addressFindings } from './addresses.ts';
import { isChinese, type SmsToLint } from './context.ts';
import { finding, type TemplateFinding } from './finding.ts';
import { variableFindings } from './variables.ts';

/** AWS takes 1,600 characters; others take ten parts. */
const MOST_PARTS = 10;
const PLACES_OF_ONE = { 'GSM-7': 160, 'UCS-2': 70 } as const;
const MICRO_USD = 1_000_000;

const REFUSAL_LINK = /links\.(?:unsubscribe|preferences)/;

function sizeFindings(rendered: RenderedSms, { locale, settings }: SmsToLint): TemplateFinding[] {
  const place = { locale, field: 'text', line: null } as const;
  const { parts, encoding, places, outside } = rendered;
  if (parts > MOST_PARTS) return [finding('error', 'sms-too-long', place, { parts, most: MOST_PARTS })];
  if (parts === 1) return [];
  const price = `$${((parts * settings.messages.smsPriceMicroUsd) / MICRO_USD).toFixed(4)}`;
  const hint =
    encoding === 'UCS-2' && outside.length <= 5
      ? `without ${outside.join(' ')} it would hold 160`
      : 'shorten it where it matters to you';
  const most = PLACES_OF_ONE[encoding];
  return [finding('warning', 'sms-parts', place, { parts, encoding, places, price, most, hint })];
}

function refusalLine({ locale, settings, class: of }: SmsToLint): string {
  const { jurisdictions, shop } = settings;
  const here = isChinese(locale) ? 'CN' : (shop.jurisdiction ?? 'US');
  const line = of === 'transactional' ? null : jurisdictions[here]?.sms.optOutLine;
  return line?.[isChinese(locale) ? 'zh-CN' : 'en'] ?? 'Reply STOP to opt out';
}

function lawful(sms: SmsToLint, { text }: RenderedSms): TemplateFinding[] {
  const { locale, settings, compiled } = sms;
  const place = { locale, field: 'text', line: null } as const;
  const names = [
    settings.shop.name,
    settings.shop.senderName,
    ...Object.values(settings.senders).map(({ name }) => name),
  ];
  const opening = text.slice(0, 40 + Math.max(...names.map((name) => name.length)));
  const saysWho = isSigned(text) || names.some((name) => opening.includes(name));
  const saysHow = saysHowToStop(text) || REFUSAL_LINK.test(compiled.text);
  const severity = isLeavable(sms.class) ? 'error' : 'warning';
  const signature = settings.senders.default?.signature ?? settings.shop.senderName;
  const lacksSignature =
    isChinese(locale) && settings.jurisdictions.CN.sms.requires.includes('signature') && !isSigned(text);
  return [
    ...(saysWho ? [] : [finding(severity, 'sms-no-sender', place)]),
    ...(saysHow || !isLeavable(sms.class)
      ? []
      : [finding('error', 'sms-no-refusal', place, { line: refusalLine(sms) })]),
    ...(lacksSignature ? [finding('warning', 'sms-no-signature', place, { signature })] : []),
  ];
}

/** @param reader merge data of a usual reader, with the shop's own name. */
export function smsFindings(sms: SmsToLint, reader: JsonObject): TemplateFinding[] {
  const { locale, text, compiled } = sms;
  const rendered = renderSms(compiled, reader, locale);
  const place = { locale, field: 'text' } as const;
  return [
    ...lawful(sms, rendered),
    ...sizeFindings(rendered, sms),
    ...variableFindings(text, place),
    ...addressFindings(text, place),
  ];
}
