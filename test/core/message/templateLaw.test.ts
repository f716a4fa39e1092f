import { describe, expect, it } from 'vitest';
import { mergeDataFor } from '../../../core/message/mergeData.ts';
import { settingsSchema } from '../../../core/settings/settings.ts';
import { renderSms, renderVariant } from '../../../functions/shared/renderMessage.ts';
import { aDecision, aPerson } from '../../support/builders.ts';

const SETTINGS = settingsSchema.parse({ shop: { senderName: '茶舍' } });
const IN_CHINA = aPerson({ phone: '+8613800138000', traits: { country: 'CN' } });
const IN_GERMANY = aPerson({ phone: '+4915123456789', traits: { country: 'DE' } });

function data(person = IN_CHINA, of: Parameters<typeof aDecision>[0] = {}) {
  return mergeDataFor(aDecision(of), person, SETTINGS, 0);
}

function subject(written: string, locale: string, ...of: Parameters<typeof data>): string {
  return renderVariant({ subject: written, preheader: '', html: '', text: '' }, data(...of), locale).subject;
}

function sms(
  text: string,
  locale: string,
  person = IN_CHINA,
  of: 'promotional' | 'service' = 'promotional',
): string {
  return renderSms({ text }, data(person, { channel: 'sms', class: of }), locale).text;
}

describe('advertising mail to China', () => {
  it('is marked before its subject, once, in the language of the mail', () => {
    expect(subject('春茶', 'zh-CN')).toBe('【广告】春茶');
    expect(subject('Spring teas', 'en')).toBe('[AD] Spring teas');
    expect(subject('广告：春茶', 'zh-CN')).toBe('广告：春茶');
    expect(subject('Address changed', 'en')).toBe('[AD] Address changed');
  });

  it('is nothing that is no advertising, or goes elsewhere', () => {
    expect(subject('订单', 'zh-CN', IN_CHINA, { class: 'transactional' })).toBe('订单');
    expect(subject('Spring teas', 'en', IN_GERMANY)).toBe('Spring teas');
  });
});

describe('an SMS', () => {
  it('to China is signed and says how to refuse, each once', () => {
    expect(sms('春茶上市', 'zh-CN')).toBe('【茶舍】春茶上市拒收请回复R');
    expect(sms('【茶】春茶上市，退订回T', 'zh-CN')).toBe('【茶】春茶上市，退订回T');
    expect(sms('Spring teas', 'en')).toBe('【茶舍】Spring teas Reply R to opt out');
  });

  it('about a visit is signed, and says nothing of refusing', () => {
    expect(sms('明天见', 'zh-CN', IN_CHINA, 'service')).toBe('【茶舍】明天见');
  });

  it('elsewhere says how to stop it', () => {
    expect(sms('Tea is here', 'en', IN_GERMANY)).toBe('Tea is here Reply STOP to opt out');
    expect(sms('Tea is here. STOP to end', 'en', IN_GERMANY)).toBe('Tea is here. STOP to end');
  });

  it('counts its parts with what was put in', () => {
    const rendered = renderSms({ text: '茶'.repeat(61) }, data(IN_CHINA, { channel: 'sms' }), 'zh-CN');
    expect(rendered.parts).toBe(2);
  });
});
