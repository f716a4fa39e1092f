/** Readers of the shipped mails, from one of whom everything is known to one of whom nothing is. */
import type { JsonObject } from '../../core/json.ts';
import type {
  CompiledVariant,
  MailTemplate,
  ShippedLocale,
  TemplateSource,
} from '../../core/message/template.ts';
import { compileTemplate } from '../../functions/templatePublish/compileTemplate.ts';
import { type RenderedMessage, renderVariant } from '../../functions/shared/renderMessage.ts';
import { loadShipped } from '../../workflows/shipped.ts';

export const PICKS = [
  {
    name: 'Yunnan Golden Needle',
    price: '$18.00',
    reason: 'You bought it twice',
    url: 'https://a.example/1',
  },
  { name: 'Kettle', price: '$62.00', reason: 'Goes with your dripper', url: 'https://a.example/2' },
];
const LINKS = {
  unsubscribe: 'https://kl.example/unsubscribe/1',
  preferences: 'https://kl.example/preferences/1',
  why: 'https://kl.example/why/1',
  confirm: 'https://kl.example/confirm/1',
};
const SHOP = { name: 'Kettle & Leaf', website: 'https://kl.example', postal_address: '218 Harbour Street' };

/** One product of each kind: all fields, no image, no address, no name, and more than a mail shows. */
const PRODUCTS = [
  {
    name: 'Gooseneck kettle, 0.9 l, brushed steel',
    quantity: 1,
    price: 62,
    image_url: 'https://images.example/kettle.png',
    url: 'https://kl.example/kettle',
  },
  { name: 'Yunnan Golden Needle, 100 g', quantity: 2, price: '18.50', url: 'https://kl.example/needle' },
  { sku: 'FILTER-02', quantity: 1, price: 4, image: 'https://images.example/filter.png', url: '/filter' },
  { quantity: 1 },
  { name: 'Scale', price: 35 },
  { name: 'Tasting spoon', price: 9 },
];

export const EVERYTHING: JsonObject = {
  customer: {
    first_name: 'Maya',
    orders: 6,
    last_order_date: '2026-01-12',
    first_order_date: '2024-09-23',
  },
  shop: { ...SHOP, phone: '+1 555 0100' },
  links: LINKS,
  picks: PICKS,
  now: { date: '2026-09-09' },
  dates: { sunday: '2026-09-13', in_10_days: '2026-09-20' },
  offer: { text: 'Your second parcel has a small tin of tea in it.', code: 'TIN10', until: '2026-09-29' },
  note: { text: 'I still think of your question about the green one.', name: 'Lin, at the counter' },
  refill: {
    name: 'Golden Needle',
    url: 'https://kl.example/needle',
    runs_out: '2026-09-14',
  },
  slots: [
    { date: '2026-09-15', time: '08:30', url: 'https://kl.example/slot/1' },
    { date: '2026-09-16', time: '18:00' },
  ],
  content: {
    story: { text: 'It has been dropped twice.', name: 'Ana, Porto', url: 'https://kl.example/ana' },
    event: {
      title: 'A tasting at our table',
      date: '2026-09-24',
      time: '18:30',
      place: 'Harbour Street',
      url: 'https://kl.example/table',
    },
  },
  event: {
    products: PRODUCTS,
    currency: 'USD',
    checkout_url: 'https://kl.example/checkout/7',
    guide_url: 'https://kl.example/guide',
    booking_url: 'https://kl.example/book',
    ends_on: '2026-09-20',
    date: '2026-09-24T01:30:00+08:00',
    time: '14:30',
    place: '218 Harbour Street',
    next: 'gold',
    nextName: 'Gold',
    to: 'gold',
    toName: 'Gold',
    missing: 120,
    by: 'points',
    until: '2027-09-09T00:00:00.000Z',
    points: 300,
    available: 820,
    at: '2026-10-09T00:00:00.000Z',
  },
  survey: {
    id: 'nps',
    question: 'Would you recommend us?',
    scale: 'nps',
    url: 'https://kl.example/survey/1',
    answers: [0, 5, 10].map((value) => ({
      value: String(value),
      label: String(value),
      url: `https://kl.example/survey/1?answer=${value}`,
    })),
  },
};

/** What the send path always gives, of a stranger. */
export const NOTHING: JsonObject = {
  customer: { first_name: '', orders: 0, last_order_date: '' },
  shop: SHOP,
  links: LINKS,
  picks: [],
  now: { date: '2026-09-09' },
};

/** Data as a careless system sends it: empty, of the wrong kind, addresses no mail can open. */
const CARELESS: JsonObject = {
  ...NOTHING,
  customer: { first_name: ' ', orders: 2, last_order_date: '', first_order_date: '' },
  event: {
    products: [
      { name: '', price: null, quantity: null, image_url: '', url: 'javascript:alert(1)' },
      'Kettle',
    ],
    currency: 'dollars',
    checkout_url: '/checkout',
    guide_url: 'guide.pdf',
    booking_url: '',
    ends_on: '',
    date: '',
  },
  dates: { sunday: '' },
  offer: { text: '', code: 'LOST' },
  content: { story: { name: 'Ana' }, event: { title: 'A tasting' } },
  slots: [],
  refill: { name: '', url: '', runs_out: '' },
};

/** Names as long as they come, in scripts that break lines anywhere and in one that does not. */
export const LONG_NAMES: JsonObject = {
  ...EVERYTHING,
  customer: { first_name: 'Wolfeschlegelsteinhausenbergerdorff', orders: 128, last_order_date: '2026-01-12' },
  shop: {
    ...SHOP,
    name: 'The Old Harbour Street Coffee, Tea & Household Goods Company',
    website: 'https://kl.example',
    postal_address: '浙江省杭州市西湖区龙井路一百二十八号满觉陇文创园三幢二单元四零一室',
  },
  picks: [
    {
      name: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk',
      price: 'CN¥12,345,678.00',
      reason: 'https://kl.example/a-reason-that-is-an-address-without-a-single-space-in-it',
      url: 'https://a.example/1',
    },
  ],
  event: {
    products: [
      {
        name: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk',
        quantity: 12,
        price: 1234567.5,
        image_url: 'https://images.example/kettle.png',
        url: 'https://kl.example/kettle',
      },
      { name: '景德镇手工高白泥薄胎盖碗三才杯功夫茶具套装礼盒装附茶叶罐与杯垫', quantity: 1, price: 1280 },
    ],
    currency: 'CNY',
  },
  offer: { text: 'One.', code: 'THANKS-FOR-COMING-BACK-TO-US-SO-SOON-2026' },
};

export const READERS: readonly [string, JsonObject][] = [
  ['everything', EVERYTHING],
  ['no picks', { ...EVERYTHING, picks: [], offer: {}, content: {}, slots: [] }],
  ['one pick', { ...EVERYTHING, picks: PICKS.slice(0, 1) }],
  ['nothing', NOTHING],
  ['careless data', CARELESS],
];

export const LOCALES: readonly ShippedLocale[] = ['en', 'zh-CN'];

export interface ShippedMail {
  readonly id: string;
  readonly locale: ShippedLocale;
  /** Which of the readers. */
  readonly reader: string;
  /** All three, to name it where a test fails. */
  readonly what: string;
  readonly data: JsonObject;
  readonly mail: RenderedMessage;
}

export function shippedMailTemplates(): MailTemplate[] {
  return loadShipped().templates.flatMap((template) => (template.channel === 'email' ? [template] : []));
}

/** Both languages of a shipped template, compiled. */
export async function bothCompiled(source: TemplateSource): Promise<Record<ShippedLocale, CompiledVariant>> {
  const { en, 'zh-CN': zh } = await compileTemplate(source);
  if (en === undefined || zh === undefined) throw new Error(`${source.id} lacks a language`);
  return { en, 'zh-CN': zh };
}

/** Every shipped mail in both languages for the readers. */
export async function shippedMails(readers = READERS): Promise<ShippedMail[]> {
  const mails: ShippedMail[] = [];
  for (const template of shippedMailTemplates()) {
    const variants = await bothCompiled(template);
    for (const locale of LOCALES)
      for (const [reader, data] of readers)
        mails.push({
          id: template.id,
          locale,
          reader,
          what: `${template.id} ${locale} with ${reader}`,
          data,
          mail: renderVariant(variants[locale], data, locale),
        });
  }
  return mails;
}
