/** The gates a decision climbed, each with its evidence in one sentence, in both languages. */
import type { Json, JsonObject } from '../../../core/json.ts';

interface BothLanguages {
  readonly en: string;
  readonly 'zh-CN': string;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function word(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** `2026-11-22 16:45` of an instant, in UTC. */
function minute(value: Json | undefined): string {
  return `${word(value).slice(0, 16).replace('T', ' ')} UTC`;
}

const CHANNELS: Readonly<Record<string, BothLanguages>> = {
  email: { en: 'email', 'zh-CN': '邮件' },
  sms: { en: 'SMS', 'zh-CN': '短信' },
};

function channelOf(facts: JsonObject): BothLanguages {
  return CHANNELS[word(facts.channel)] ?? { en: word(facts.channel), 'zh-CN': word(facts.channel) };
}

type Sentence = (facts: JsonObject) => BothLanguages;

/** By gate and finding. */
const SENTENCES: Readonly<Record<string, Sentence>> = {
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
  'consent/never-asked': (f) => ({
    en: `Never agreed to "${word(f.topic)}" by ${channelOf(f).en}.`,
    'zh-CN': `从未授权通过${channelOf(f)['zh-CN']}接收“${word(f.topic)}”。`,
  }),
  'consent/granted': (f) => ({
    en: `Agreed to "${word(f.topic)}" by ${channelOf(f).en} on ${minute(f.since)} (${word(f.source)}).`,
    'zh-CN': `已于${minute(f.since)}授权通过${channelOf(f)['zh-CN']}接收“${word(f.topic)}”（来源：${word(f.source)}）。`,
  }),
  'consent/denied': (f) => ({
    en: `Refused "${word(f.topic)}" by ${channelOf(f).en} on ${minute(f.since)} (${word(f.source)}).`,
    'zh-CN': `已于${minute(f.since)}拒收${channelOf(f)['zh-CN']}“${word(f.topic)}”（来源：${word(f.source)}）。`,
  }),
  'suppression/not-suppressed': () => ({ en: 'The address is not suppressed.', 'zh-CN': '地址未被屏蔽。' }),
  'suppression/suppressed': (f) => ({
    en: `The address is suppressed: ${word(f.why)}.`,
    'zh-CN': `地址已被屏蔽：${word(f.why)}。`,
  }),
  'complaint/none-open': () => ({ en: 'No open complaint.', 'zh-CN': '没有未结投诉。' }),
  'complaint/open': (f) => ({
    en: `A complaint is open since ${minute(f.since)}.`,
    'zh-CN': `投诉自${minute(f.since)}起未结。`,
  }),
  'holdout/treated': () => ({ en: 'Not in the control group.', 'zh-CN': '不在对照组。' }),
  'holdout/control-group': () => ({
    en: 'In the control group of this journey: watched, not messaged.',
    'zh-CN': '属于本旅程的对照组：只观察，不发送。',
  }),
  'quiet-hours/none-set': () => ({ en: 'No quiet hours are set.', 'zh-CN': '未设置免打扰时段。' }),
  'quiet-hours/open': (f) => ({
    en: `Within sending hours in ${word(f.zone)}.`,
    'zh-CN': `${word(f.zone)}当地为可发送时段。`,
  }),
  'quiet-hours/quiet': (f) => ({
    en: `Quiet hours in ${word(f.zone)}; next chance ${minute(f.opens)}.`,
    'zh-CN': `${word(f.zone)}当地为免打扰时段，最早${minute(f.opens)}。`,
  }),
  'cap/none-set': () => ({ en: 'No cap is set for this class.', 'zh-CN': '此类消息未设频次上限。' }),
  'cap/below': (f) => ({
    en: `${word(f.recent)} of ${word(f.most)} within ${word(f.withinDays)} days.`,
    'zh-CN': `${word(f.withinDays)}天内${word(f.recent)}条，上限${word(f.most)}条。`,
  }),
  'cap/reached': (f) => ({
    en: `Cap reached: ${word(f.recent)} of ${word(f.most)} within ${word(f.withinDays)} days.`,
    'zh-CN': `已达上限：${word(f.withinDays)}天内${word(f.recent)}条，上限${word(f.most)}条。`,
  }),
};

function described(gate: Json): Json {
  if (!isObject(gate)) return gate;
  const sentence = SENTENCES[`${word(gate.gate)}/${word(gate.finding)}`];
  return sentence === undefined ? gate : { ...gate, detail: { ...sentence(gate) } };
}

/** Evidence with a `detail` sentence beside each gate's facts. */
export function withGateText(evidence: JsonObject | null): JsonObject | null {
  if (evidence === null || !Array.isArray(evidence.gates)) return evidence;
  return { ...evidence, gates: evidence.gates.map(described) };
}
