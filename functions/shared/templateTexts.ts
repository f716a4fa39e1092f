/** Templates and blocks as they are sent to be published or checked. */
import * as z from 'zod';

const text = z.strictObject({
  /** For the answer: where the text comes from. */
  name: z.string().max(500).optional(),
  /** YAML or JSON of a template or block. */
  source: z.string().min(1).max(10_000_000),
});

/** One text, or several that are published together. */
export const templateTexts = z
  .union([z.strictObject({ sources: z.array(text).min(1).max(200) }), text])
  .transform((body) => ('sources' in body ? body.sources : [body]));
