/** The documents of the programme that Perennial ships (workflows/segments, loyalty.yaml, offers.yaml, win-back.yaml), read from their files. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import { type LoyaltyDefinition, loyaltySchema } from '../core/loyalty/definition.ts';
import { type Offers, offersSchema } from '../core/offer/definition.ts';
import { segmentSchema, type SegmentsDocument } from '../core/segment/definition.ts';
import { type WinBackPolicy, winBackSchema } from '../core/winback/definition.ts';
import { type Reading, readYaml, ShippedInvalid } from './shipped.ts';

export interface ShippedProgramme {
  readonly segments: SegmentsDocument;
  readonly loyalty: LoyaltyDefinition;
  readonly offers: Offers;
  readonly winBack: WinBackPolicy;
}

/** Throws `ShippedInvalid` naming every field of the file that is wrong. */
function read<T>(dir: string, file: string, schema: z.ZodType<T>): T {
  const reading: Reading = { root: dir, problems: [] };
  const document = readYaml(reading, join(dir, file), schema);
  if (document === null) throw new ShippedInvalid(reading.problems);
  return document;
}

function readSegments(dir: string): SegmentsDocument {
  const files = readdirSync(join(dir, 'segments')).filter((name) => name.endsWith('.yaml'));
  return { segments: files.sort().map((name) => read(dir, join('segments', name), segmentSchema)) };
}

export function shippedOffers(dir: string = import.meta.dirname): Offers {
  return read(dir, 'offers.yaml', offersSchema);
}

/** @throws ShippedInvalid naming the file and every field of it that is wrong. */
export function shippedProgramme(dir: string = import.meta.dirname): ShippedProgramme {
  return {
    segments: readSegments(dir),
    loyalty: read(dir, 'loyalty.yaml', loyaltySchema),
    offers: shippedOffers(dir),
    winBack: read(dir, 'win-back.yaml', winBackSchema),
  };
}
