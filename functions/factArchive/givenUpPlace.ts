/**
 * Batches of the stream that were given up, as a place of an erasure: they hold whole facts until they are taken up again or
 * forgotten. Records of the person go out of their batch, the others stay.
 */
import * as z from 'zod';
import { rewriteBlob, type Rewritten } from '../../adapters/blobs/rewriteBlob.ts';
import type { Blobs } from '../../core/blobs.ts';
import { namesPerson, type PersonalPlace, type Traces } from '../../core/customer/erasure.ts';
import type { JsonObject } from '../../core/json.ts';

/** Lambda chooses the names below it. */
export const GIVEN_UP = 'aws/lambda/';

const givenUp = z.looseObject({ payload: z.unknown() });
const payloadSchema = z.looseObject({ Records: z.array(z.unknown()) });
const image = z.object({
  dynamodb: z.object({ NewImage: z.object({ body: z.object({ S: z.string() }) }) }),
});

/** The records of a given-up batch; its payload is JSON within JSON. */
export function recordsOf(text: string): readonly unknown[] {
  return payloadOf(text).Records;
}

function payloadOf(text: string): z.infer<typeof payloadSchema> {
  const { payload } = givenUp.parse(JSON.parse(text));
  return payloadSchema.parse(typeof payload === 'string' ? JSON.parse(payload) : payload);
}

function isAbout(record: unknown, traces: Traces): boolean {
  const read = image.safeParse(record);
  const text = read.success ? read.data.dynamodb.NewImage.body.S : JSON.stringify(record);
  return namesPerson(text, traces);
}

function without(text: string, traces: Traces): Rewritten {
  const { Records } = payloadOf(text);
  const kept = Records.filter((record) => !isAbout(record, traces));
  const gone = Records.length - kept.length;
  if (gone === 0) return { text, gone };
  if (kept.length === 0) return { text: null, gone };
  const payload = JSON.stringify({ ...payloadOf(text), Records: kept });
  return { text: JSON.stringify({ ...givenUp.parse(JSON.parse(text)), payload }), gone };
}

async function* keysUnder(blobs: Blobs): AsyncGenerator<string> {
  for await (const page of blobs.list(GIVEN_UP)) for (const { key } of page) yield key;
}

export function givenUpPlace(blobs: Blobs): PersonalPlace {
  return {
    name: 'given-up',
    async find(traces) {
      const found: JsonObject[] = [];
      for await (const key of keysUnder(blobs)) {
        const text = (await blobs.text(key))?.text;
        if (text === undefined) continue;
        const about = recordsOf(text).filter((record) => isAbout(record, traces));
        found.push(...about.map((record) => ({ file: key, text: JSON.stringify(record) })));
      }
      return found;
    },
    async erase(traces) {
      let erased = 0;
      for await (const key of keysUnder(blobs))
        erased += await rewriteBlob(blobs, key, (text) => without(text, traces));
      return erased;
    },
    scrub: async () => {},
  };
}
