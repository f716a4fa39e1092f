/**
 * Parameters of the shop's own analytics on links of its mails: null adds none. `campaign` is the journey's id and `content` the
 * node's unless they are named here; a template may name its own.
 */
import { utmSchema } from '../message/templateUtm.ts';

export const utm = utmSchema.required({ source: true }).nullable().default(null);
