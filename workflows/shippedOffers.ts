/** The offers and ladders Perennial ships (workflows/offers.yaml), as their document; null where the file is not there. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { type Offers, offersSchema } from '../core/offer/definition.ts';

const FILE = fileURLToPath(new URL('./offers.yaml', import.meta.url));

export function shippedOffers(): Offers | null {
  return existsSync(FILE) ? offersSchema.parse(parse(readFileSync(FILE, 'utf8'))) : null;
}
