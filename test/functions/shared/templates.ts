/** Templates for tests: a short valid mail, with one part changed. */
import type { TemplateSource } from '../../../core/message/template.ts';

type Variant = TemplateSource['locales']['en'];

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

export function aTemplate(change: Partial<Variant> = {}): TemplateSource {
  const plain: Variant = {
    subject: 'Hello {{ customer.first_name }}',
    preheader: 'From {{ shop.name }}',
    mjml: mail('<mj-text>Hello {{ customer.first_name }}</mj-text>'),
    text: 'Hello {{ customer.first_name }}',
  };
  return { id: 'a-mail', locales: { en: { ...plain, ...change }, 'zh-CN': plain } };
}
