/** Which margin somebody's value is reckoned with, and why, for people and for programs. */
import type { Person } from '../../../core/customer/person.ts';
import { type ShareUsed, shareUsed } from '../../../core/lifecycle/marginShare.ts';
import type { OwnMargin } from '../../../core/lifecycle/marginFound.ts';
import type { ShopView } from './customer.ts';

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))}%`;
}

/** One sentence, told of the share it begins with. */
function textOf(used: ShareUsed, own: OwnMargin | undefined): { en: string; 'zh-CN': string } {
  const [share, shop] = [percent(used.share), percent(used.shopShare)];
  if (used.by === 'stated')
    return {
      en: `${share}, as the settings state it: what goods cost is not known.`,
      'zh-CN': `${share}，按设置中的毛利率：尚不知商品成本。`,
    };
  if (own === undefined || used.ownShare === null)
    return {
      en: `${share}, the shop's: nothing tells of their own.`,
      'zh-CN': `${share}，按全店毛利率：尚无本人的依据。`,
    };
  if (used.by === 'shop')
    return {
      en: `${share}, the shop's: customers do not differ enough to be told apart.`,
      'zh-CN': `${share}，按全店毛利率：客户之间的差异不足以区分。`,
    };
  const [mine, weight] = [percent(used.ownShare), percent(used.weight)];
  const orders = own.orders === 1 ? 'their 1 order' : `their ${own.orders} orders`;
  return {
    en: `${share}: the ${mine} of ${orders} counts for ${weight}, the shop's ${shop} for the rest.`,
    'zh-CN': `${share}：本人${own.orders}笔订单的毛利率${mine}占${weight}，其余按全店的${shop}。`,
  };
}

/** Null of who has no value yet. Shares of revenue, as of the last fit. */
export function valueMarginView({ lifecycle }: Pick<Person, 'lifecycle'>, { model, settings }: ShopView) {
  if (lifecycle === null) return null;
  const { margin: own } = lifecycle.statistics;
  const used = shareUsed(own, model, settings.value);
  return {
    ...used,
    ownRevenueMinor: own?.revenueMinor ?? null,
    ownOrders: own?.orders ?? null,
    text: textOf(used, own),
  };
}
