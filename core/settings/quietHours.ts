/**
 * Quiet hours: stretches of the customer's local time in which nothing is sent, by channel and weekday. A file may give none
 * (`null`), one, or a list; what is in force is always a list.
 */
import * as z from 'zod';
import { CONSENT_CHANNELS } from '../message/messageClass.ts';
import { hasLength, hours, NO_LENGTH } from './fields.ts';

const period = z
  .strictObject({
    /** Both where it is left out. */
    channel: z.enum(CONSENT_CHANNELS).optional(),
    ...hours,
    /** `hold` waits for the end of the quiet hours; `drop` suppresses. */
    then: z.enum(['hold', 'drop']).default('hold'),
  })
  .refine(hasLength, NO_LENGTH);

export type QuietPeriod = z.infer<typeof period>;
type QuietInput = z.input<typeof period>;

const periods = z.array(period).max(50);
const DEFAULT: QuietPeriod[] = [{ from: '21:00', until: '08:00', then: 'hold' }];

/** A single one is checked as it stands, so that what is wrong in it is named without a place in a list. */
export const quietHours = z
  .custom<QuietInput | QuietInput[] | null>((given) => given !== undefined)
  .transform((given, context): QuietPeriod[] => {
    if (given === null) return [];
    const checked = Array.isArray(given) ? periods.safeParse(given) : period.safeParse(given);
    if (checked.success) return Array.isArray(checked.data) ? checked.data : [checked.data];
    for (const issue of checked.error.issues) context.addIssue({ ...issue });
    return z.NEVER;
  })
  .default(DEFAULT);
