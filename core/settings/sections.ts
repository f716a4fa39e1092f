/** What a settings document holds, section by section; that the sections fit together is looked at apart. */
import * as z from 'zod';
import { campaigns } from './campaigns.ts';
import { catalogue, recommendations } from './catalogue.ts';
import { delivery, guard, inbound, tracking } from './delivery.ts';
import { jurisdictions } from './jurisdictions.ts';
import { messages } from './messages.ts';
import { grades, lifecycle, relationship, value } from './relationship.ts';
import { seedLists } from './seedLists.ts';
import { senders } from './senders.ts';
import { pages, shop } from './shop.ts';
import { utm } from './utm.ts';

export const sections = z.strictObject({
  shop,
  value,
  lifecycle,
  grades,
  relationship,
  messages,
  campaigns,
  catalogue,
  recommendations,
  senders,
  jurisdictions,
  pages,
  delivery,
  tracking,
  guard,
  inbound,
  seedLists,
  utm,
  seed: z.int().default(1),
});

export type Settings = z.infer<typeof sections>;
