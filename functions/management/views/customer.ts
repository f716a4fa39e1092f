/** People as the management API shows them: instants as ISO text, money in minor units beside a value people read. */
import { minorDigits } from '../../../core/currency.ts';
import type { Order } from '../../../core/customer/order.ts';
import type { Person } from '../../../core/customer/person.ts';
import type { Fact } from '../../../core/fact.ts';
import type { JourneyBook } from '../../../core/journey/book.ts';
import type { JourneyDefinition } from '../../../core/journey/definition.ts';
import type { Enrolment } from '../../../core/journey/enrolment.ts';
import type { ShopModel } from '../../../core/lifecycle/model.ts';
import { customerActivity } from '../../../core/lifecycle/customerActivity.ts';
import { customerValue } from '../../../core/lifecycle/worth.ts';
import type { ConsentChange } from '../../../core/message/contact.ts';
import type { Settings } from '../../../core/settings/settings.ts';
import { type Instant, isoDay, isoInstant } from '../../../core/time.ts';
import { journeyName } from './journeyName.ts';

export interface ShopView {
  readonly model: ShopModel;
  readonly settings: Settings;
  readonly currency: string | null;
  /** 00:00 UTC the continuous values are computed for. */
  readonly evaluatedAt: Instant | null;
}

export function isoOrNull(at: Instant | null | undefined): string | null {
  return at === null || at === undefined ? null : isoInstant(at);
}

function rounded(value: number | null, digits: number): number | null {
  return value === null ? null : Number(value.toFixed(digits));
}

/** One line of a list or an export. Values are as of the last evaluation. */
export function customerRow(person: Person, shop: ShopView) {
  const { lifecycle } = person;
  const base = { id: person.id, name: person.name, currency: shop.currency };
  if (lifecycle === null || shop.evaluatedAt === null) {
    const orders = lifecycle?.statistics.orders ?? null;
    return {
      ...base,
      stage: lifecycle?.stage ?? null,
      stageSince: isoOrNull(lifecycle?.stageSince),
      grade: lifecycle?.grade ?? null,
      rfmGroup: lifecycle?.group ?? null,
      orders,
      lastOrder: isoOrNull(lifecycle?.statistics.lastOrderAt),
      pAlive: null,
      pActive: null,
      expectedOrders: null,
      valueMinor: null,
      value: null,
    };
  }
  const { statistics } = lifecycle;
  const at = Math.max(shop.evaluatedAt, lifecycle.evaluatedAt);
  const worth = customerValue(statistics, lifecycle.stage, at, shop.model, shop.settings.value);
  const valueMinor = Math.round(worth.valueMinor);
  return {
    ...base,
    stage: lifecycle.stage,
    stageSince: isoInstant(lifecycle.stageSince),
    grade: lifecycle.grade,
    rfmGroup: lifecycle.group,
    orders: statistics.orders,
    lastOrder: isoOrNull(statistics.lastOrderAt),
    pAlive: rounded(worth.pAlive, 6),
    pActive: rounded(customerActivity(statistics, at, shop.model), 6),
    expectedOrders: rounded(worth.expectedOrders, 6),
    valueMinor,
    value: valueMinor / 10 ** minorDigits(shop.currency ?? ''),
  };
}

/** Arms that experiments gave; what holdouts and waits for events left there is told elsewhere. */
function experimentArms({ arms }: Enrolment, definition: JourneyDefinition | undefined) {
  const given = Object.entries(arms).filter(([node]) => definition?.nodes[node]?.type === 'experiment');
  return Object.fromEntries(given);
}

/** A passage, with the step it is at as the version it entered has it; null once it is over. */
export function enrolmentView(enrolment: Enrolment, book: JourneyBook) {
  const journey = book.latest.find((one) => one.id === enrolment.journeyId);
  const definition = book.definitionOf(enrolment);
  return {
    id: enrolment.id,
    journeyId: enrolment.journeyId,
    journeyVersion: enrolment.journeyVersion,
    journeyName: journeyName(enrolment.journeyId, journey?.definition),
    key: enrolment.key,
    entry: enrolment.entry,
    round: enrolment.round,
    arms: experimentArms(enrolment, definition),
    nodeId: enrolment.nodeId,
    node: enrolment.status === 'active' ? (definition?.nodes[enrolment.nodeId] ?? null) : null,
    resting: enrolment.resting,
    status: enrolment.status,
    enteredAt: isoInstant(enrolment.enteredAt),
    endedAt: isoOrNull(enrolment.endedAt),
    endReason: enrolment.endReason,
    endDetail: enrolment.endDetail,
    dueAt: isoOrNull(enrolment.dueAt),
    heldOut: enrolment.heldOut,
  };
}

export function factView({ at, kind, journeyId, body }: Fact) {
  return { at: isoInstant(at), kind, journeyId, body };
}

export function orderView(order: Order) {
  return {
    id: order.id,
    at: isoInstant(order.at),
    amountMinor: order.amountMinor,
    currency: order.currency,
    items: order.lines.map((line) => line.item),
    origin: order.origin ?? null,
  };
}

export function consentLine({ channel, topic, state, at, source }: ConsentChange) {
  return { channel, topic, state, at: isoInstant(at), source };
}

function days(count: number): { en: string; zh: string } {
  const whole = Math.round(count);
  return { en: whole === 1 ? '1 day' : `${whole} days`, zh: `${whole}天` };
}

/** The evidence of a stage as one sentence. */
export function evidenceText(person: Person): { en: string; 'zh-CN': string } {
  const { lifecycle } = person;
  if (lifecycle === null) return { en: 'Not evaluated yet.', 'zh-CN': '尚未评估。' };
  const { evidence } = lifecycle;
  const last = evidence.lastOrderDay === null ? '' : isoDay(evidence.lastOrderDay);
  const limit = days(evidence.limitDays ?? 0);
  const orders = evidence.orderDays;
  switch (evidence.rule) {
    case 'no-order-yet':
      return { en: 'Known, no order yet.', 'zh-CN': '已建档，尚未下单。' };
    case 'within-first-gap':
      return {
        en: `1 order on ${last}; the usual second order comes within ${limit.en}.`,
        'zh-CN': `${last}首次下单；通常${limit.zh}内会有第二单。`,
      };
    case 'past-first-gap':
      return {
        en: `1 order on ${last}, none in the ${limit.en} after it in which most come back.`,
        'zh-CN': `${last}仅下一单，通常回购的${limit.zh}内未再下单。`,
      };
    case 'repeat-buyer':
      return {
        en: `${orders} orders, the last on ${last}; late only after ${limit.en}.`,
        'zh-CN': `共${orders}次购买，最近${last}；超过${limit.zh}才算逾期。`,
      };
    case 'back-after-decline':
      return {
        en: `Came back on ${last} after a long gap; ${orders} orders in all.`,
        'zh-CN': `久未购买后于${last}回来；共${orders}次购买。`,
      };
    case 'regular':
      return {
        en: `${orders} orders at a regular interval, the last on ${last}; late only after ${limit.en}.`,
        'zh-CN': `规律购买${orders}次，最近${last}；超过${limit.zh}才算逾期。`,
      };
    case 'late':
      return {
        en: `${orders} orders, none since ${last}: longer than the ${limit.en} this customer may take.`,
        'zh-CN': `共${orders}次购买，${last}之后再无订单，已超过该客户的${limit.zh}上限。`,
      };
    case 'still-lapsed':
      return {
        en: `${orders === 1 ? '1 order' : `${orders} orders`}, none since ${last}; only an order ends a decline.`,
        'zh-CN': `共${orders}次购买，${last}之后再无订单；只有新订单能结束衰退。`,
      };
  }
}
