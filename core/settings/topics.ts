/**
 * Topics people choose among. Three are shipped; what a file says of one of them changes that part of it, and a further one
 * brings its names in both languages. A topic nobody is to see any more is `shown: false`: consents to it are kept.
 */
import * as z from 'zod';
import { CONSENT_CHANNELS } from '../message/messageClass.ts';
import { inBothLanguages, type InBothLanguages, itemId } from './fields.ts';

const channels = z
  .array(z.enum(CONSENT_CHANNELS))
  .min(1, `name a channel: ${CONSENT_CHANNELS.join(', ')}`)
  .refine((all) => new Set(all).size === all.length, 'name each channel once')
  .default([...CONSENT_CHANNELS]);

const shown = z.boolean().default(true);

const topic = z.strictObject({ name: inBothLanguages, description: inBothLanguages, channels, shown });

function shipped(name: InBothLanguages, description: InBothLanguages) {
  return z
    .strictObject({
      name: inBothLanguages.default(name),
      description: inBothLanguages.default(description),
      channels,
      shown,
    })
    .prefault({});
}

export const topics = z
  .object({
    newsletter: shipped(
      { en: 'Newsletter', 'zh-CN': '资讯' },
      { en: 'News and stories from the shop.', 'zh-CN': '店铺动态与故事。' },
    ),
    offers: shipped(
      { en: 'Offers', 'zh-CN': '优惠' },
      { en: 'Discounts, new products and reminders.', 'zh-CN': '折扣、新品与提醒。' },
    ),
    service: shipped(
      { en: 'Service', 'zh-CN': '服务' },
      {
        en: 'About your orders, and how you got on with them.',
        'zh-CN': '与您的订单和使用体验有关的消息。',
      },
    ),
  })
  .catchall(topic)
  .superRefine((all, context) => {
    for (const id of Object.keys(all)) {
      const problem = itemId.safeParse(id).error?.issues[0];
      if (problem !== undefined) context.addIssue({ code: 'custom', path: [id], message: problem.message });
    }
  })
  .prefault({});
