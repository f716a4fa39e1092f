/** Recommendations as the API tells them: names where the catalogue has them, and each reason as a sentence in both languages. */
import type { Because } from '../../../core/recommend/because.ts';
import type { CatalogueFacts } from '../../../core/recommend/catalogue.ts';
import type { Dropped, Recommendation } from '../../../core/recommend/recommendFor.ts';
import { DAY_MS, type Instant, isoInstant } from '../../../core/time.ts';

interface Localised {
  readonly en: string;
  readonly 'zh-CN': string;
}

/** What an item is called; its id where nobody said. */
function nameOf(item: string, facts: CatalogueFacts): Localised {
  const { name = item, nameZh = name } = facts.get(item) ?? {};
  return { en: name, 'zh-CN': nameZh };
}

function percent(share: number): string {
  return share < 0.01 ? '<1 %' : `${Math.round(share * 100)} %`;
}

function plural(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${many}`;
}

function againText(
  { orders, lastAt, gapDays }: Extract<Because, { kind: 'again' }>,
  now: Instant,
): Localised {
  const since = Math.max(0, Math.floor((now - lastAt) / DAY_MS));
  const ago = `${plural(since, 'day', 'days')} ago`;
  const bought = {
    en: orders === 1 ? `You bought it ${ago}` : `You bought it ${orders} times, last ${ago}`,
    'zh-CN': orders === 1 ? `您在${since}天前买过` : `您买过${orders}次，最近一次在${since}天前`,
  };
  if (gapDays === null) return { en: `${bought.en}.`, 'zh-CN': `${bought['zh-CN']}。` };
  const every = Math.max(1, Math.round(gapDays));
  return {
    en: `${bought.en}; it is usually bought again after ${plural(every, 'day', 'days')}.`,
    'zh-CN': `${bought['zh-CN']}；通常${every}天后会再买。`,
  };
}

function statedText({ by, what }: Extract<Because, { kind: 'stated' }>, facts: CatalogueFacts): Localised {
  const { en, 'zh-CN': zh } = by === 'item' ? nameOf(what, facts) : { en: what, 'zh-CN': what };
  return { en: `Because you told us you like ${en}.`, 'zh-CN': `因为您说过喜欢${zh}。` };
}

function textOf(because: Because, facts: CatalogueFacts, now: Instant): Localised {
  switch (because.kind) {
    case 'bought': {
      const { en, 'zh-CN': zh } = nameOf(because.item, facts);
      return { en: `Because you bought ${en}.`, 'zh-CN': `因为您买过${zh}。` };
    }
    case 'again':
      return againText(because, now);
    case 'unprofiled': {
      const share = percent(because.share);
      return {
        en: `A favourite here: ${share} of customers bought it. Not chosen by what you did, as you asked.`,
        'zh-CN': `本店热门：${share.replace(' ', '')}的客户买过。按您的要求，未根据您的行为挑选。`,
      };
    }
    case 'stated':
      return statedText(because, facts);
    case 'chance':
      return { en: 'Something else from our shelf, for a change.', 'zh-CN': '换个口味，看看这一件。' };
    case 'popular': {
      const share = percent(because.share);
      return {
        en: `A favourite here: ${share} of customers bought it.`,
        'zh-CN': `本店热门：${share.replace(' ', '')}的客户买过。`,
      };
    }
  }
}

function rounded(value: number): number {
  return Number(value.toFixed(6));
}

function becauseView(because: Because, facts: CatalogueFacts, now: Instant) {
  const text = textOf(because, facts, now);
  switch (because.kind) {
    case 'bought': {
      const { kind, item, lastAt, share } = because;
      return {
        kind,
        item,
        name: nameOf(item, facts),
        lastAt: isoInstant(lastAt),
        share: rounded(share),
        text,
      };
    }
    case 'again': {
      const { kind, orders, lastAt, gapDays } = because;
      const everyDays = gapDays === null ? null : rounded(gapDays);
      return { kind, orders, lastAt: isoInstant(lastAt), everyDays, text };
    }
    case 'popular':
    case 'unprofiled':
      return { kind: because.kind, share: rounded(because.share), text };
    case 'stated':
      return { kind: because.kind, by: because.by, what: because.what, text };
    case 'chance':
      return { kind: because.kind, text };
  }
}

export function recommendationView(
  { item, score, method, because }: Recommendation,
  facts: CatalogueFacts,
  now: Instant,
) {
  const { category = null, priceMinor = null } = facts.get(item) ?? {};
  return {
    item,
    name: nameOf(item, facts),
    category,
    priceMinor,
    score: rounded(score),
    method,
    because: because.map((one) => becauseView(one, facts, now)),
  };
}

export function droppedView({ item, why }: Dropped, facts: CatalogueFacts) {
  return { item, name: nameOf(item, facts), why };
}
