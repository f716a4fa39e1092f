/** The schema of definitions for editors: what people write, before defaults are filled in. */
import * as z from 'zod';
import { journeySchema } from './definition.ts';

/** JSON Schema (draft 2020-12). Rules that it cannot say, such as that the shares of arms add up to 1, are left to `validate`. */
export function journeyJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(journeySchema, { io: 'input', reused: 'ref' });
  return { $schema, title: 'Perennial journey', ...schema };
}
