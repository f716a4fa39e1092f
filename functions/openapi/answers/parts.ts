/** What answers of many routes are made of. */
import * as z from 'zod';
import { STAGES } from '../../../core/lifecycle/lifecycle.ts';
import { CHANNELS } from '../../../core/message/messageClass.ts';

export const instant = z.iso.datetime().meta({ id: 'Instant', description: 'ISO 8601, UTC' });
export const maybeInstant = instant.nullable();
export const day = z.iso.date().meta({ id: 'Day', description: 'A UTC day' });
export const count = z.int();
export const maybeText = z.string().nullable();
/** Whatever a definition or a fact holds: its own shape is another document's. */
export const open = z.record(z.string(), z.unknown());
export const localised = z
  .looseObject({ en: z.string() })
  .meta({ id: 'LocalisedText', description: 'A text by language; en is always there' });

export const stage = z.enum(STAGES).meta({ id: 'Stage' });
export const channel = z.enum(CHANNELS).meta({ id: 'Channel' });
export const outcome = z
  .enum(['pending', 'claimed', 'sent', 'suppressed', 'held-out', 'failed', 'unknown'])
  .meta({ id: 'Outcome', description: 'Where a decision is, or how it ended; claimed counts as pending' });

const nextCursor = maybeText.meta({
  description: 'Opaque: the `cursor` of the next page; null behind the last',
});

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), next: nextCursor });
}

export function countedPageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), next: nextCursor, total: count });
}

export function listOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item) });
}

export const feedback = z
  .strictObject({
    deliveredAt: maybeInstant,
    openedAt: maybeInstant,
    openedByMachineAt: maybeInstant,
    clickedAt: maybeInstant,
    clickedByMachineAt: maybeInstant,
    softBouncedAt: maybeInstant,
    hardBouncedAt: maybeInstant,
    bounceDetail: maybeText,
    complainedAt: maybeInstant,
    rejectedAt: maybeInstant,
  })
  .meta({ id: 'Feedback', description: 'What came back about a message, each thing at its earliest time' });

/** One thing wrong with a definition, and where. */
export const finding = z
  .strictObject({
    severity: z.enum(['error', 'warning']),
    code: z.string(),
    path: z.string(),
    message: z.string(),
    line: z.int().nullable(),
    remedy: z.string().optional(),
    values: open.optional(),
  })
  .meta({ id: 'Finding', description: 'One thing wrong with a definition, and where it stands' });
