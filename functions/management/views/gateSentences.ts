/** What a gate found, in one sentence of either language, by gate and finding. */
import type { Json, JsonObject } from '../../../core/json.ts';

interface BothLanguages {
  readonly en: string;
  readonly 'zh-CN': string;
}

/** A fact as text; empty where it is none. */
export function word(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** `2026-11-22 16:45` of an instant, in UTC. */
function minute(value: Json | undefined): string {
  return `${word(value).slice(0, 16).replace('T', ' ')} UTC`;
}

type Words = Readonly<Record<string, BothLanguages>>;

const CHANNELS: Words = {
  email: { en: 'email', 'zh-CN': '邮件' },
  sms: { en: 'SMS', 'zh-CN': '短信' },
};

const SUPPRESSIONS: Words = {
  'hard-bounce': { en: 'it bounced', 'zh-CN': '退信' },
  'soft-bounces': { en: 'it bounced again and again', 'zh-CN': '多次退信' },
  'spam-complaint': { en: 'reported as spam', 'zh-CN': '被举报为垃圾邮件' },
  manual: { en: 'by hand', 'zh-CN': '人工屏蔽' },
  'stop-word': { en: 'answered STOP', 'zh-CN': '回复退订' },
  erased: { en: 'the person asked to be forgotten', 'zh-CN': '客户要求删除' },
};

const GUARDED: Words = {
  complaints: { en: 'too many spam reports', 'zh-CN': '垃圾邮件举报过多' },
  'hard-bounces': { en: 'too many addresses that do not exist', 'zh-CN': '不存在的地址过多' },
};

function inWords(words: Words, value: Json | undefined): BothLanguages {
  const id = word(value);
  return words[id] ?? { en: id, 'zh-CN': id };
}

function channelOf(facts: JsonObject): BothLanguages {
  return inWords(CHANNELS, facts.channel);
}

function capped(facts: JsonObject): BothLanguages {
  const { recent, most, withinDays } = facts;
  return {
    en: `${word(recent)} of ${word(most)} within ${word(withinDays)} days`,
    'zh-CN': `${word(withinDays)}天内${word(recent)}条，上限${word(most)}条`,
  };
}

function said(en: string, chinese: string): Sentence {
  return () => ({ en, 'zh-CN': chinese });
}

type Sentence = (facts: JsonObject) => BothLanguages;

const REACH: Readonly<Record<string, Sentence>> = {
  'expiry/in-time': (f) => ({ en: `Valid until ${minute(f.at)}.`, 'zh-CN': `有效期至${minute(f.at)}。` }),
  'expiry/expired': (f) => ({ en: `Expired on ${minute(f.at)}.`, 'zh-CN': `已于${minute(f.at)}过期。` }),
  'address/known': (f) => ({
    en: `The ${channelOf(f).en} address is known.`,
    'zh-CN': `已知${channelOf(f)['zh-CN']}地址。`,
  }),
  'address/unknown': (f) => ({
    en: `No ${channelOf(f).en} address is known.`,
    'zh-CN': `没有${channelOf(f)['zh-CN']}地址。`,
  }),
};

const CONSENT: Readonly<Record<string, Sentence>> = {
  'consent/never-asked': (f) => ({
    en: `Never agreed to "${word(f.topic)}" by ${channelOf(f).en}.`,
    'zh-CN': `从未授权通过${channelOf(f)['zh-CN']}接收“${word(f.topic)}”。`,
  }),
  'consent/not-refused': (f) => ({
    en: `Never refused "${word(f.topic)}" by ${channelOf(f).en}; ${word(f.place)} asks for no more.`,
    'zh-CN': `未曾拒收${channelOf(f)['zh-CN']}“${word(f.topic)}”，${word(f.place)}不要求更多。`,
  }),
  'consent/granted': (f) => ({
    en: `Agreed to "${word(f.topic)}" by ${channelOf(f).en} on ${minute(f.since)} (${word(f.source)}).`,
    'zh-CN': `已于${minute(f.since)}授权通过${channelOf(f)['zh-CN']}接收“${word(f.topic)}”（来源：${word(f.source)}）。`,
  }),
  'consent/denied': (f) => ({
    en: `Refused "${word(f.topic)}" by ${channelOf(f).en} on ${minute(f.since)} (${word(f.source)}).`,
    'zh-CN': `已于${minute(f.since)}拒收${channelOf(f)['zh-CN']}“${word(f.topic)}”（来源：${word(f.source)}）。`,
  }),
  'consent/denied-all': (f) => ({
    en: `Refused everything by ${channelOf(f).en} on ${minute(f.since)} (${word(f.source)}).`,
    'zh-CN': `已于${minute(f.since)}拒收全部${channelOf(f)['zh-CN']}（来源：${word(f.source)}）。`,
  }),
  'consent/unconfirmed': (f) => ({
    en: `Agreed to "${word(f.topic)}" by ${channelOf(f).en} on ${minute(f.since)}, and has not confirmed it yet.`,
    'zh-CN': `已于${minute(f.since)}授权通过${channelOf(f)['zh-CN']}接收“${word(f.topic)}”，尚待确认。`,
  }),
  'consent/lapsed': (f) => ({
    en: `Consent to "${word(f.topic)}" by ${channelOf(f).en} of ${minute(f.since)} lapsed on ${minute(f.lapses)}.`,
    'zh-CN': `${minute(f.since)}通过${channelOf(f)['zh-CN']}接收“${word(f.topic)}”的授权已于${minute(f.lapses)}失效。`,
  }),
  'consent/weak-basis': (f) => ({
    en: `Consent to "${word(f.topic)}" by ${channelOf(f).en} of ${minute(f.since)} (${word(f.source)}) is not of the kind asked for there.`,
    'zh-CN': `${minute(f.since)}通过${channelOf(f)['zh-CN']}接收“${word(f.topic)}”的授权（来源：${word(f.source)}）不符合当地要求。`,
  }),
};

const STANDING: Readonly<Record<string, Sentence>> = {
  'suppression/not-suppressed': said('The address is not suppressed.', '地址未被屏蔽。'),
  'suppression/suppressed': (f) => ({
    en: `The address is suppressed: ${inWords(SUPPRESSIONS, f.why).en}.`,
    'zh-CN': `地址已被屏蔽：${inWords(SUPPRESSIONS, f.why)['zh-CN']}。`,
  }),
  'suppression/owed': (f) => ({
    en: `The address is suppressed (${inWords(SUPPRESSIONS, f.why).en}); this message is owed all the same.`,
    'zh-CN': `地址已被屏蔽（${inWords(SUPPRESSIONS, f.why)['zh-CN']}），但此消息仍应送达。`,
  }),
  'complaint/none-open': said('No open complaint.', '没有未结投诉。'),
  'complaint/open': (f) => ({
    en: `A complaint is open since ${minute(f.since)}.`,
    'zh-CN': `投诉自${minute(f.since)}起未结。`,
  }),
  'pause/not-paused': said('The customer asked for no pause.', '客户未要求暂停。'),
  'pause/paused': (f) => ({
    en: `The customer asked for a pause until ${minute(f.until)}.`,
    'zh-CN': `客户要求暂停至${minute(f.until)}。`,
  }),
  'pause/ended': said(
    'The shop ended the relationship: no promotion until they order.',
    '商店已终止关系：再次下单前不再推销。',
  ),
  'holdout/treated': said('Not in the control group.', '不在对照组。'),
  'holdout/control-group': said(
    'In the control group of this journey: watched, not messaged.',
    '属于本旅程的对照组：只观察，不发送。',
  ),
  'holdout/shop-control-group': (f) => ({
    en: `In the shop's own control group (${word(f.percent)} % of all customers): watched, not messaged.`,
    'zh-CN': `属于店铺整体对照组（占全部客户的${word(f.percent)}%）：只观察，不发送。`,
  }),
  'stop/going': said('Sending is not stopped.', '发送未停止。'),
  'stop/campaign-paused': (f) => ({
    en: `Its campaign is paused by ${word(f.by)} since ${minute(f.since)}.`,
    'zh-CN': `所属营销活动已由${word(f.by)}暂停，自${minute(f.since)}起。`,
  }),
  'stop/campaign-over': (f) => ({
    en: `Its campaign is over since ${minute(f.since)}.`,
    'zh-CN': `所属营销活动已于${minute(f.since)}结束。`,
  }),
  'stop/campaign-cancelled': (f) => ({
    en: `Its campaign was cancelled by ${word(f.by)} on ${minute(f.since)}.`,
    'zh-CN': `所属营销活动已由${word(f.by)}于${minute(f.since)}取消。`,
  }),
  'stop/stopped': (f) => ({
    en: `Stopped since ${minute(f.since)} by ${word(f.by)}: ${word(f.said)}.`,
    'zh-CN': `${word(f.by)}自${minute(f.since)}起停止发送：${word(f.said)}。`,
  }),
  'stop/guarded': (f) => ({
    en: `Paused since ${minute(f.since)} to protect the shop's reputation: ${inWords(GUARDED, f.what).en} (${word(f.count)} of ${word(f.of)}).`,
    'zh-CN': `为保护店铺信誉，自${minute(f.since)}起暂停：${inWords(GUARDED, f.what)['zh-CN']}（${word(f.of)}封中${word(f.count)}封）。`,
  }),
};

const PACE: Readonly<Record<string, Sentence>> = {
  'quiet-hours/none-set': said('No quiet hours are set.', '未设置免打扰时段。'),
  'quiet-hours/open': (f) => ({
    en: `Within sending hours in ${word(f.zone)}.`,
    'zh-CN': `${word(f.zone)}当地为可发送时段。`,
  }),
  'quiet-hours/quiet': (f) => ({
    en: `Quiet hours in ${word(f.zone)}; next chance ${minute(f.opens)}.`,
    'zh-CN': `${word(f.zone)}当地为免打扰时段，最早${minute(f.opens)}。`,
  }),
  'quiet-hours/unlawful-hour': (f) => ({
    en: `The rules of ${word(f.place)} allow no message at this hour in ${word(f.zone)}; next chance ${minute(f.opens)}.`,
    'zh-CN': `按${word(f.place)}的规定，${word(f.zone)}当地此时不得发送，最早${minute(f.opens)}。`,
  }),
  'quiet-hours/never-open': (f) => ({
    en: `Quiet hours and the rules of the place leave no hour in ${word(f.zone)}.`,
    'zh-CN': `免打扰时段与当地规定之外，${word(f.zone)}没有可发送的时段。`,
  }),
  'cap/none-set': said('No cap is set for this class.', '此类消息未设频次上限。'),
  'cap/below': (f) => ({ en: `${capped(f).en}.`, 'zh-CN': `${capped(f)['zh-CN']}。` }),
  'cap/reached': (f) => ({
    en: `Cap reached: ${capped(f).en}.`,
    'zh-CN': `已达上限：${capped(f)['zh-CN']}。`,
  }),
  'cap/pace-below': (f) => ({
    en: `${capped(f).en}, as the customer asked.`,
    'zh-CN': `按客户要求，${capped(f)['zh-CN']}。`,
  }),
  'cap/pace-reached': (f) => ({
    en: `As often as the customer asked: ${capped(f).en}.`,
    'zh-CN': `已达客户要求的频次：${capped(f)['zh-CN']}。`,
  }),
  'cap/outranked': (f) => ({
    en: `${capped(f).en}; the last is left to "${word(f.by)}", due ${minute(f.due)}.`,
    'zh-CN': `${capped(f)['zh-CN']}；最后一条留给“${word(f.by)}”，预计${minute(f.due)}。`,
  }),
  'budget/left': said('Every budget has something left.', '各项预算均有余额。'),
  'budget/spent': (f) => ({
    en: `The budget "${word(f.budget)}" has nothing left until ${minute(f.until)}.`,
    'zh-CN': `预算“${word(f.budget)}”已用完，${minute(f.until)}起恢复。`,
  }),
};

/** By `<gate>/<finding>`. */
export const GATE_SENTENCES: Readonly<Record<string, Sentence>> = {
  ...REACH,
  ...CONSENT,
  ...STANDING,
  ...PACE,
};
