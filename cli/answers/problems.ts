/** What is wrong with a document, as the API lists it. */
import * as z from 'zod';

export const problemsSchema = z.array(
  z.looseObject({
    severity: z.string().optional(),
    path: z.string(),
    message: z.string(),
    code: z.string().optional(),
    line: z.number().nullish(),
  }),
);
