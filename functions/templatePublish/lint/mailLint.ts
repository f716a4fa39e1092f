/** What is asked of a mail in one language. */
import { isLeavable, isMarkedAsAd } from '../../../core/message/templateLaw.ts';
import { addressFindings } from './addresses.ts';
import { isChinese, type MailToLint } from './context.ts';
import { finding, type TemplateField, type TemplateFinding } from './finding.ts';
import { imageFindings, sizeText } from './images.ts';
import { variableFindings } from './variables.ts';

/** Gmail cuts off what is longer. */
const GMAIL_CLIPS_AT_BYTES = 102_000;

const UNSUBSCRIBE = /\{\{-?\s*links\.(?:unsubscribe|preferences)\b/;
/** A link a reader can follow: in HTML the address of an anchor. */
const UNSUBSCRIBE_LINK = /<a\b[^<>]*\shref\s*=\s*["']\s*\{\{-?\s*links\.(?:unsubscribe|preferences)\b/i;
const ADDRESS = /\{\{-?\s*shop\.postal_address\b/;

/** The address as data, or written out as the settings have it. */
function showsAddress(text: string, { settings }: MailToLint): boolean {
  const addresses = [
    settings.shop.postalAddress,
    ...Object.values(settings.senders).flatMap((one) => one.postalAddress ?? []),
  ];
  return ADDRESS.test(text) || addresses.some((address) => text.includes(address));
}

/** Both parts of the mail must lead out: some programs show the one, some the other. A derived text is as its HTML. */
function lawful(mail: MailToLint): TemplateFinding[] {
  const { locale, compiled } = mail;
  const severity = mail.class === 'promotional' ? 'error' : 'warning';
  const parts = [
    { field: 'mjml', text: compiled.html, leadsOut: UNSUBSCRIBE_LINK.test(compiled.html) },
    ...(mail.text === null
      ? []
      : [{ field: 'text', text: compiled.text, leadsOut: UNSUBSCRIBE.test(compiled.text) } as const]),
  ] as const;
  if (!isLeavable(mail.class)) return [];
  return parts.flatMap(({ field, text, leadsOut }) => {
    const place = { locale, field, line: null };
    return [
      ...(leadsOut ? [] : [finding('error', 'no-unsubscribe', place)]),
      ...(showsAddress(text, mail) ? [] : [finding(severity, 'no-address', place)]),
    ];
  });
}

function marked({ locale, class: of, subject, settings }: MailToLint): TemplateFinding[] {
  const isAsked = of === 'promotional' && isChinese(locale) && settings.shop.jurisdiction === 'CN';
  if (!isAsked || settings.jurisdictions.CN.email.prefix !== null || isMarkedAsAd(subject)) return [];
  return [finding('error', 'no-ad-mark', { locale, field: 'subject', line: 1 })];
}

export function mailFindings(mail: MailToLint): TemplateFinding[] {
  const { locale, compiled } = mail;
  const fields: readonly [TemplateField, string][] = [
    ['subject', mail.subject],
    ['preheader', mail.preheader],
    ['mjml', mail.mjml],
    ['text', mail.text ?? ''],
  ];
  const bytes = Buffer.byteLength(compiled.html);
  const whole = { locale, field: 'mjml', line: null } as const;
  return [
    ...lawful(mail),
    ...marked(mail),
    ...(compiled.text.trim() === '' ? [finding('error', 'no-text', { ...whole, field: 'text' })] : []),
    ...fields.flatMap(([field, text]) => [
      ...variableFindings(text, { locale, field }),
      ...addressFindings(text, { locale, field }),
    ]),
    ...imageFindings(mail.mjml, locale),
    ...(bytes > GMAIL_CLIPS_AT_BYTES
      ? [
          finding('warning', 'clipped-mail', whole, {
            size: sizeText(bytes),
            most: sizeText(GMAIL_CLIPS_AT_BYTES),
          }),
        ]
      : []),
  ];
}
