/** Why a kind of relationship is suggested, as a sentence in both languages, and what it asks of the shop. */
import type { Level, Moved, RelationshipType, SuggestedRelationship } from './relationshipType.ts';

interface Both {
  readonly en: string;
  readonly 'zh-CN': string;
}

const ASKS: Readonly<Record<RelationshipType, Both>> = {
  basic: {
    en: 'Basic: sell well, and write only what concerns the order.',
    'zh-CN': '基本型：做好销售，只写与订单有关的消息。',
  },
  reactive: {
    en: 'Reactive: make it easy to ask, and answer within the day.',
    'zh-CN': '被动型：让客户方便提问，当天答复。',
  },
  accountable: {
    en: 'Accountable: ask soon after the sale whether it is right.',
    'zh-CN': '负责型：售后不久主动询问是否满意。',
  },
  proactive: {
    en: 'Proactive: get in touch now and then with what improves what they have.',
    'zh-CN': '主动型：不时联系，告诉客户怎样用得更好。',
  },
  partnership: {
    en: 'Partnership: somebody knows them by name and works with them all year.',
    'zh-CN': '伙伴型：有专人熟悉客户，全年合作。',
  },
};

const NUMBER: Readonly<Record<Level, Both>> = {
  low: { en: 'few', 'zh-CN': '少' },
  middle: { en: 'some', 'zh-CN': '适中' },
  high: { en: 'many', 'zh-CN': '多' },
};

const MOVED: Readonly<Record<NonNullable<Moved>, Both>> = {
  'lasting-product': {
    en: 'what they buy lasts, so it is asked after',
    'zh-CN': '所购商品耐用，应在售后询问',
  },
  'runs-out': {
    en: 'what they buy runs out, so a word in time serves them',
    'zh-CN': '所购商品会用完，适时提醒对客户有益',
  },
  'steady-best': { en: 'they are a steady customer of grade A', 'zh-CN': '为稳定的A级客户' },
  leaving: { en: 'they have left and were worth little', 'zh-CN': '已流失且价值不高' },
};

/** @param customers of the same grade. */
export function relationshipText(
  { type, number, contacts, moved }: SuggestedRelationship,
  customers: number,
): { readonly asks: Both; readonly because: Both } {
  const [en, zh] = [
    `A year with them pays for ${contacts} personal ${contacts === 1 ? 'contact' : 'contacts'}, and they are one of ${NUMBER[number].en} (${customers}) of their grade`,
    `与其一年的毛利可支付${contacts}次人工联系，同等级客户${NUMBER[number]['zh-CN']}（${customers}位）`,
  ];
  const more =
    moved === null
      ? { en: '', 'zh-CN': '' }
      : { en: `; ${MOVED[moved].en}`, 'zh-CN': `；${MOVED[moved]['zh-CN']}` };
  return { asks: ASKS[type], because: { en: `${en}${more.en}.`, 'zh-CN': `${zh}${more['zh-CN']}。` } };
}
