/** What the document says of one route. */
import * as z from 'zod';
import { STAGES } from '../../../core/lifecycle/lifecycle.ts';
import { MOST_ITEMS } from '../../management/routes/route.ts';

export interface Operation {
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** May be left out. */
  readonly bodyIsOptional?: true;
  readonly answer: z.ZodType;
  /** Begun, and answered with a job, where the system is deployed. */
  readonly isJob?: true;
  /** Codes of its own refusals by status. */
  readonly refusals?: Readonly<Record<number, readonly string[]>>;
}

const cursor = z.string().optional().meta({ description: 'The `next` of the page before' });
const limit = z
  .string()
  .regex(/^\d{1,3}$/)
  .optional()
  .meta({ description: `1 to ${MOST_ITEMS}; default 50` });

export const page = { cursor, limit };
export const text = z.string().optional();
export const stage = z.enum(STAGES).optional();
export const instant = text.meta({ description: 'A day or an instant in ISO 8601' });
export const version = text.meta({ description: 'A version published earlier; default the newest' });
