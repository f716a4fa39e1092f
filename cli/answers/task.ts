/** Care tasks as the API answers them, as far as the command line reads them. */
import * as z from 'zod';

export const taskSchema = z.looseObject({
  id: z.string(),
  about: z.string(),
  reason: z.string().nullable(),
  complaint: z.string().nullable(),
  subject: z.strictObject({ en: z.string(), 'zh-CN': z.string() }).nullable().default(null),
  customerId: z.string().nullable(),
  customerName: z.string().nullable(),
  state: z.string(),
  dueAt: z.string(),
});

export type TaskAnswer = z.infer<typeof taskSchema>;

export const taskListSchema = z.looseObject({ items: z.array(taskSchema), total: z.number() });
