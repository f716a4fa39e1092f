/** Rules in simplified Chinese. */
import type { Comparison } from '../../journey/condition.ts';
import type { Grade, RfmGroup, Stage } from '../../lifecycle/lifecycle.ts';
import type { CaseArm, LossKind, Verdict } from '../../winback/names.ts';
import type { BirthdayLeaf, EventLeaf, RuleLeaf } from '../rule.ts';
import {
  amountText,
  type NotBought,
  type NotStanding,
  percentText,
  type Said,
  type Setting,
  type Tongue,
} from './tongue.ts';

interface Range {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

const STAGES: Readonly<Record<Stage, string>> = {
  identification: '识别期',
  development: '发展形成期',
  stability: '稳定期',
  decline: '衰退期',
};
const GROUPS: Readonly<Record<RfmGroup, string>> = {
  champions: '核心客户',
  loyal: '忠诚客户',
  promising: '潜力客户',
  new: '新客户',
  'needs-attention': '需要关注',
  'at-risk': '流失风险',
  'cannot-lose': '重点挽留',
  hibernating: '沉睡客户',
  prospects: '潜在客户',
};
const VERDICTS: Readonly<Record<Verdict, string>> = {
  recover: '挽回',
  'let-go': '放手',
  end: '终止',
  wait: '等待',
};
const LOSSES: Readonly<Record<LossKind, string>> = {
  retaliatory: '报复性流失',
  malicious: '恶意流失',
  natural: '自然流失',
  passive: '被动流失',
  competitive: '竞争流失',
  'own-fault': '过失流失',
  unknown: '原因不明的流失',
};
const ARMS: Readonly<Record<CaseArm, string>> = { holdout: '留白', randomised: '随机', chosen: '择定' };

const either = (names: readonly string[]) => names.join('或');

function range({ min, max }: Range, unit: string, write: (value: number) => string = String): string {
  if (min !== undefined && min === max) return `恰好 ${write(min)}${unit}`;
  if (min !== undefined && max !== undefined) return ` ${write(min)} 至 ${write(max)}${unit}`;
  return min === undefined ? `至多 ${write(max ?? 0)}${unit}` : `至少 ${write(min)}${unit}`;
}

const UNITS = { m: '分钟', h: '小时', d: '天', w: '周' } as const;

function span(text: string): string {
  const [, count = '', unit] = /^(\d+)([mhdw])$/.exec(text) ?? [];
  return unit === 'm' || unit === 'h' || unit === 'd' || unit === 'w' ? `${count} ${UNITS[unit]}` : text;
}

function within(text: string | undefined): string {
  return text === undefined ? '' : ` ${span(text)}内`;
}

function compared({ equals, in: among, exists, min, max }: Comparison): string {
  const parts: string[] = [];
  if (equals !== undefined) parts.push(`为 ${String(equals)}`);
  if (among !== undefined) parts.push(`为 ${either(among.map(String))}`);
  if (exists !== undefined) parts.push(exists ? '已知' : '未知');
  if (min !== undefined || max !== undefined) parts.push(`为${range({ min, max }, '')}`);
  return parts.join('且');
}

function eventSaid({ event, where, count, sum, first, last, within: time }: EventLeaf): Said {
  const filter = where === undefined ? '' : `（${where.property} ${compared(where)}）`;
  const names = `${either(event.map((name) => `“${name}”`))}${filter}`;
  const ago = first ?? last;
  if (ago !== undefined) {
    const which = first === undefined ? '最近一次' : '首次';
    const when = ago.within === undefined ? `在 ${span(ago.before ?? '')}以前` : `在 ${span(ago.within)}内`;
    const no = ago.within === undefined ? `不在 ${span(ago.before ?? '')}以前` : `不在 ${span(ago.within)}内`;
    return { yes: `${which}${names}${when}`, no: `${which}${names}${no}` };
  }
  if (sum !== undefined) {
    const what = `${within(time)}${names}的 ${sum.property} 合计`;
    return { yes: `${what}${range(sum, '')}`.trim(), no: `${what}并非${range(sum, '')}`.trim() };
  }
  const counts = count ?? { min: 1 };
  if (counts.max === 0)
    return { yes: `${within(time)}从未${names}`.trim(), no: `${within(time)}有过${names}`.trim() };
  if (counts.min === 1 && counts.max === undefined)
    return { yes: `${within(time)}有过${names}`.trim(), no: `${within(time)}没有${names}`.trim() };
  return {
    yes: `${within(time)}有过${names}${range(counts, ' 次')}`.trim(),
    no: `${within(time)}${names}并非${range(counts, ' 次')}`.trim(),
  };
}

function orders(counts: Range, time: string | undefined): Said {
  const some = `${within(time)}下过单`.trim();
  const none = time === undefined ? '从未下单' : `${within(time)}没有下单`.trim();
  if (counts.min === 1 && counts.max === undefined) return { yes: some, no: none };
  if (counts.max === 0) return { yes: none, no: some };
  const what = range(counts, ' 单');
  return { yes: `${within(time)}下过${what}`.trim(), no: `${within(time)}下单并非${what}`.trim() };
}

function be(what: string): Said {
  return { yes: `为${what}`, no: `不为${what}` };
}

function inside(what: string): Said {
  return { yes: `处于${what}`, no: `不处于${what}` };
}

function grades(names: readonly Grade[]): Said {
  return { yes: `等级为 ${either(names)}`, no: `等级不为 ${either(names)}` };
}

function stageFor({
  atLeast,
  atMost,
}: {
  readonly atLeast?: string | undefined;
  readonly atMost?: string | undefined;
}): Said {
  const parts = [
    ...(atLeast === undefined ? [] : [`至少 ${span(atLeast)}`]),
    ...(atMost === undefined ? [] : [`至多 ${span(atMost)}`]),
  ].join('、');
  return { yes: `处于当前阶段${parts}`, no: `处于当前阶段并非${parts}` };
}

/** Of what somebody bought and is worth. */
function leafSaid(asked: RuleLeaf, setting: Setting): Said {
  const money = (minor: number) => amountText(minor, setting);
  if ('event' in asked) return eventSaid(asked);
  if ('orders' in asked) return orders(asked.orders, 'within' in asked ? asked.within : undefined);
  if ('spendMinor' in asked) {
    const time = within('within' in asked ? asked.within : undefined);
    const what = range(asked.spendMinor, '', money);
    return { yes: `${time}消费${what}`.trim(), no: `${time}消费并非${what}`.trim() };
  }
  if ('daysSinceLastOrder' in asked) {
    const what = range(asked.daysSinceLastOrder, ' 天');
    return { yes: `距上次下单${what}`, no: `距上次下单并非${what}` };
  }
  if ('pAlive' in asked) {
    const what = range(asked.pAlive, '', percentText);
    return { yes: `再次购买的概率${what}`, no: `再次购买的概率并非${what}` };
  }
  if ('valueMinor' in asked) {
    const what = range(asked.valueMinor, '', money);
    return { yes: `未来一年的价值${what}`, no: `未来一年的价值并非${what}` };
  }
  if ('valueTop' in asked) return { yes: `价值居前 ${asked.valueTop}%`, no: `价值不在前 ${asked.valueTop}%` };
  return standingSaid(asked, setting);
}

/** Of where they stand with the shop. */
function standingSaid(asked: NotBought, setting: Setting): Said {
  if ('inStageFor' in asked) return stageFor(asked.inStageFor);
  if ('stage' in asked) return inside(either(asked.stage.map((one) => STAGES[one])));
  if ('grade' in asked) return grades(asked.grade);
  if ('group' in asked) return be(either(asked.group.map((one) => GROUPS[one])));
  if ('tier' in asked) return be(`会员等级 ${either(asked.tier)}`);
  if ('pointsExpiring' in asked) {
    const what = `${span(asked.within)}内到期的积分`;
    return {
      yes: `${what}${range(asked.pointsExpiring, '')}`,
      no: `${what}并非${range(asked.pointsExpiring, '')}`,
    };
  }
  if ('points' in asked)
    return { yes: `可用积分${range(asked.points, '')}`, no: `可用积分并非${range(asked.points, '')}` };
  if ('engaged' in asked) {
    const what = asked.engaged === 'opened' ? '打开过消息' : '点击过消息中的链接';
    return {
      yes: `${span(asked.within)}内${what}`,
      no: `${span(asked.within)}内没有${what.replace('过', '')}`,
    };
  }
  if ('consent' in asked) {
    const what = `通过${asked.consent.channel === 'email' ? '邮件' : '短信'}联系（话题 ${asked.consent.topic}）`;
    return { yes: `可以${what}`, no: `不可${what}` };
  }
  return otherSaid(asked, setting);
}

function birthday({ birthday: when }: BirthdayLeaf): Said {
  if (when === 'today') return { yes: '今天生日', no: '今天不过生日' };
  if (when === 'this-month') return { yes: '本月生日', no: '本月不过生日' };
  return { yes: `${span(when.within)}内生日`, no: `${span(when.within)}内不过生日` };
}

/** Of what else is known of them. */
function otherSaid(asked: NotStanding, setting: Setting): Said {
  if ('birthday' in asked) return birthday(asked);
  if ('segment' in asked) {
    const name = `“${setting.nameOf(asked.segment)}”`;
    return { yes: `属于${name}`, no: `不属于${name}` };
  }
  if ('verdict' in asked) return be(`挽回裁决“${either(asked.verdict.map((one) => VERDICTS[one]))}”`);
  if ('loss' in asked) return be(either(asked.loss.map((one) => LOSSES[one])));
  if ('winBackArm' in asked) return be(`挽回${either(asked.winBackArm.map((one) => ARMS[one]))}组`);
  if ('reachable' in asked) {
    const what = asked.reachable === 'email' ? '邮箱' : '手机号';
    return { yes: `有${what}`, no: `没有${what}` };
  }
  if ('language' in asked) return be(`语言 ${either(asked.language)}`);
  return { yes: `特征 ${asked.trait} ${compared(asked)}`, no: `特征 ${asked.trait} 并非${compared(asked)}` };
}

/** Digits and letters stand apart from the characters before them. */
function spaced(clause: string, place: number): string {
  return place > 0 && /^[0-9A-Za-z]/.test(clause) ? ` ${clause}` : clause;
}

export const chinese: Tongue = {
  leaf: leafSaid,
  and: (clauses) => clauses.map(spaced).join('，且'),
  or: (clauses) => clauses.map(spaced).join('，或'),
  apart: (clause) => `（${clause}）`,
  sentence: (clause) => `${clause}的客户。`,
  list: '被列入此名单的客户。',
};
