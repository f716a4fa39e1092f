/** An offer in one sentence, in both languages, as a letter to the customer says it. What it is called stands where terms do not fit one. */
import type { Benefit } from './benefit.ts';
import type { Offer } from './definition.ts';

type Language = 'en' | 'zh-CN';
export type OfferWords = { readonly en: string; readonly 'zh-CN': string };

/** Writes an amount in minor units of the shop's currency. */
export type Money = (language: Language, minor: number) => string;

function from(gives: Benefit, language: Language, money: Money): string {
  const least = 'leastOrderMinor' in gives ? gives.leastOrderMinor : undefined;
  if (least === undefined) return '';
  return language === 'en' ? `, from ${money('en', least)} on` : `（满${money('zh-CN', least)}可用）`;
}

/** 10 % off is nine tenths of the price, and said so in Chinese. */
function tenths(percent: number): string {
  return String(Number(((100 - percent) / 10).toFixed(2)));
}

function english(gives: Benefit, name: string, money: Money): string {
  const least = from(gives, 'en', money);
  switch (gives.kind) {
    case 'money-off':
      return `${money('en', gives.amountMinor)} off your next order${least}.`;
    case 'percent-off': {
      const most = gives.mostMinor === undefined ? '' : `, up to ${money('en', gives.mostMinor)}`;
      return `${gives.percent} % off your next order${most}${least}.`;
    }
    case 'free-delivery':
      return `Your next order is delivered free of charge${least}.`;
    case 'gift':
      return `${name}${least}.`;
    case 'bundle':
      return `${name}: ${money('en', gives.amountMinor)} off.`;
    case 'loss-leader':
      return `${name}: one for ${money('en', gives.priceMinor)}.`;
    case 'related-product':
      return `${name}: ${gives.percent} % off.`;
    case 'differential':
      return `${name}.`;
    case 'service':
    case 'access':
      return `${gives.what.en}.`;
    case 'own-points':
      return `${gives.points} points for your account.`;
  }
}

function chinese(gives: Benefit, name: string, money: Money): string {
  const least = from(gives, 'zh-CN', money);
  switch (gives.kind) {
    case 'money-off':
      return `下一单立减${money('zh-CN', gives.amountMinor)}${least}。`;
    case 'percent-off': {
      const most = gives.mostMinor === undefined ? '' : `，最多减${money('zh-CN', gives.mostMinor)}`;
      return `下一单享${tenths(gives.percent)}折${most}${least}。`;
    }
    case 'free-delivery':
      return `下一单免运费${least}。`;
    case 'gift':
      return `${name}${least}。`;
    case 'bundle':
      return `${name}：减${money('zh-CN', gives.amountMinor)}。`;
    case 'loss-leader':
      return `${name}：一件只要${money('zh-CN', gives.priceMinor)}。`;
    case 'related-product':
      return `${name}：享${tenths(gives.percent)}折。`;
    case 'differential':
      return `${name}。`;
    case 'service':
    case 'access':
      return `${gives.what['zh-CN']}。`;
    case 'own-points':
      return `送您${gives.points}积分。`;
  }
}

export function offerText({ gives, name }: Pick<Offer, 'gives' | 'name'>, money: Money): OfferWords {
  return { en: english(gives, name.en, money), 'zh-CN': chinese(gives, name['zh-CN'], money) };
}
