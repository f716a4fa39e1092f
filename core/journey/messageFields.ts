/** What a definition says of a message beside its template: what consent it rests on, its rank, how long it is worth sending. */
import * as z from 'zod';
import { MESSAGE_CLASSES } from '../message/messageClass.ts';
import { durationSchema, idSchema } from './pieces.ts';

export const messageFields = {
  /** Defaults to the journey's. */
  topic: idSchema.optional(),
  class: z.enum(MESSAGE_CLASSES).optional(),
  priority: z.number().int().min(0).max(100).optional(),
  /** A decision not sent by then is suppressed as `expired`. */
  expires: durationSchema.default('3d'),
  refused: z.enum(['skip', 'wait', 'exit']).default('wait'),
};
