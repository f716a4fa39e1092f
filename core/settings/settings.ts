/**
 * The shop's settings: one validated document with defaults, kept as `settings.yaml` in the data folder. Every value a
 * rule of the domain rests on and a shop may want to change is here, with its unit; an empty document is valid.
 */
import * as z from 'zod';
import { checkTogether } from './contradictions.ts';
import { delivery, guard, inbound, tracking } from './delivery.ts';
import { jurisdictions } from './jurisdictions.ts';
import { messages } from './messages.ts';
import { grades, lifecycle, value } from './relationship.ts';
import { seedLists } from './seedLists.ts';
import { senders } from './senders.ts';
import { pages, shop } from './shop.ts';
import { utm } from './utm.ts';

export { EDITIONS } from './shop.ts';

const sections = z.strictObject({
  shop,
  value,
  lifecycle,
  grades,
  messages,
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

export const settingsSchema = sections.superRefine(checkTogether);

export type Settings = z.infer<typeof sections>;
export type LifecycleSettings = Settings['lifecycle'];
export type GradeSettings = Settings['grades'];
export type MessageSettings = Settings['messages'];

/** Settings with every default in place. */
export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});
