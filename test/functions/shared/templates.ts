/** Templates for tests: a short valid mail, with one part changed. */
import { compileTemplate } from '../../../functions/templatePublish/compileTemplate.ts';
import type { Blocks } from '../../../functions/shared/templateBlocks.ts';
import type {
  CompiledVariant,
  MailTemplate,
  MailVariant,
  SmsTemplate,
  TemplateSource,
} from '../../../core/message/template.ts';

type Variant = MailVariant;

export function mail(content: string): string {
  return `<mjml lang="en">
<mj-head></mj-head>
<mj-body>
<mj-section><mj-column>
${content}
</mj-column></mj-section>
</mj-body>
</mjml>`;
}

export function aTemplate(change: Partial<Variant> = {}): MailTemplate {
  const plain: Variant = {
    subject: 'Hello {{ customer.first_name }}',
    preheader: 'From {{ shop.name }}',
    mjml: mail('<mj-text>Hello {{ customer.first_name }}</mj-text>'),
    text: 'Hello {{ customer.first_name }}',
  };
  return { id: 'a-mail', channel: 'email', locales: { en: { ...plain, ...change }, 'zh-CN': plain } };
}

export function anSms(en: string, zh = '{{ customer.first_name }}，您好'): SmsTemplate {
  return { id: 'an-sms', channel: 'sms', locales: { en: { text: en }, 'zh-CN': { text: zh } } };
}

/** The English variant, compiled. */
export async function compiledEn(source: TemplateSource, blocks?: Blocks): Promise<CompiledVariant> {
  const { en } = await compileTemplate(source, blocks);
  if (en === undefined) throw new Error('the template has no English');
  return en;
}
