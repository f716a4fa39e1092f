/** Templates for tests: a short valid mail, with one part changed. */
import type { MailTemplate, SmsTemplate } from '../../../core/message/template.ts';

type Variant = MailTemplate['locales']['en'];

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
