/** A record of the stream of `facts`, read: a new fact with what names it. */
import * as z from 'zod';
import type { ArchivedFact } from '../../adapters/blobs/factArchive.ts';
import { FACT_KINDS } from '../../core/fact.ts';
import { customerId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';

const text = z.object({ S: z.string() });

export const streamRecord = z.object({
  eventID: z.string().optional(),
  eventName: z.string().optional(),
  dynamodb: z.object({
    SequenceNumber: z.string().optional(),
    NewImage: z.object({ pk: text, sk: text, kind: text.optional(), body: text }).optional(),
  }),
});
export type StreamRecord = z.infer<typeof streamRecord>;

const body: z.ZodType<JsonObject> = z.record(z.string(), z.json());
const fact = z.object({
  customerId: z.string().transform(customerId),
  at: z.number(),
  kind: z.enum(FACT_KINDS),
  journeyId: z.string().nullable(),
  body,
});

/** `fact#<at>#<written at>.<count>.<writer>`. */
const SORT_KEY = /^fact#\d+#(\d+)\.\d+\.\w+$/;

/** Null for what is no new fact. Throws where a fact cannot be read. */
export function factOf({ eventName, dynamodb }: StreamRecord): ArchivedFact | null {
  const image = dynamodb.NewImage;
  if (image === undefined || image.kind?.S !== 'fact' || (eventName ?? 'INSERT') !== 'INSERT') return null;
  const { sk } = image;
  const written = SORT_KEY.exec(sk.S)?.[1];
  if (written === undefined) throw new TypeError('the sort key of a fact says when it was written');
  return { id: sk.S, writtenAt: Number(written), fact: fact.parse(JSON.parse(image.body.S)) };
}

/** The same for the same record, however often it is delivered. */
export function nameOf({ eventID, dynamodb }: StreamRecord): string {
  const name = eventID ?? dynamodb.SequenceNumber ?? '';
  if (!/^[\w-]{1,100}$/.test(name)) throw new TypeError('the record has no id of its own');
  return name;
}
