/** What a variant is judged by: as its author wrote it, as it was compiled, and what the shop and the class ask of it. */
import type { MessageClass } from '../../../core/message/messageClass.ts';
import type { CompiledVariant, TemplateLocale } from '../../../core/message/template.ts';
import type { Settings } from '../../../core/settings/settings.ts';

export interface MailToLint {
  readonly locale: TemplateLocale;
  readonly class: MessageClass;
  readonly settings: Settings;
  /** Comments emptied; blocks still named. */
  readonly mjml: string;
  /** Null where the text is derived. */
  readonly text: string | null;
  readonly subject: string;
  readonly preheader: string;
  readonly compiled: CompiledVariant;
}

export interface SmsToLint {
  readonly locale: TemplateLocale;
  readonly class: MessageClass;
  readonly settings: Settings;
  readonly text: string;
  readonly compiled: CompiledVariant;
}

export function isChinese(locale: TemplateLocale): boolean {
  return new Intl.Locale(locale).language === 'zh';
}
