/** What offers are granted and redeemed with, from a container: the offers in force, a purse for this one piece of work, codes. */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { CODE_BYTES, codeOfBytes } from '../../core/offer/code.ts';
import { type Offers, offersOf } from '../../core/offer/definition.ts';
import type { GrantDeps } from '../../core/offer/grantOffer.ts';
import { Purse } from '../../core/message/purse.ts';
import type { Published } from '../../core/programme/programme.ts';
import type { Container } from './container.ts';
import { keptOnce, type KeptOnceStore } from './keptOnce.ts';

const SECRET = 'coupon-secret';
const SECRET_BYTES = 32;
const secretSchema = z.string().regex(/^[0-9a-f]{64}$/);

const secrets = new WeakMap<KeptOnceStore, Promise<Buffer>>();

async function readSecret(store: KeptOnceStore): Promise<Buffer> {
  const kept = await keptOnce(store, SECRET, () => randomBytes(SECRET_BYTES).toString('hex'));
  return Buffer.from(secretSchema.parse(JSON.parse(kept)), 'hex');
}

function secretOf(store: KeptOnceStore): Promise<Buffer> {
  const known = secrets.get(store);
  if (known !== undefined) return known;
  const reading = readSecret(store);
  secrets.set(store, reading);
  reading.catch(() => secrets.delete(store));
  return reading;
}

/** A keyed hash over names, the shop's own: whoever has no secret can neither make nor check one. */
export async function offerHash(store: KeptOnceStore, names: readonly string[]): Promise<Buffer> {
  return createHmac('sha256', await secretOf(store))
    .update(JSON.stringify(names))
    .digest();
}

/** Whoever has no secret guesses no code, and the same names have the same code. */
function codesOver(store: KeptOnceStore): GrantDeps['codeFor'] {
  return async (names) => codeOfBytes((await offerHash(store, names)).subarray(0, CODE_BYTES));
}

const read = new WeakMap<object, Published<Offers>>();

/** The offers of a programme, checked once a version. */
export function offersInForce(published: Published<unknown> | null): Published<Offers> | null {
  if (published === null) return null;
  const known = read.get(published);
  if (known !== undefined) return known;
  const definition = offersOf(published);
  if (definition === null) return null;
  const checked = { ...published, definition };
  read.set(published, checked);
  return checked;
}

type OfferContainer = Pick<Container, 'store' | 'inForce' | 'settings' | 'claimant'>;

/** Runs one piece of work with offers; its purse is closed behind it, whatever happened. */
export async function withOffers<Result>(
  container: OfferContainer,
  work: (deps: GrantDeps) => Promise<Result>,
): Promise<Result> {
  const { store, claimant } = container;
  const { book, model } = await container.inForce();
  const purse = new Purse(store, `${claimant}/offers/${randomUUID()}`, 1);
  const offers = offersInForce(book.programme.offers);
  try {
    return await work({
      store,
      model,
      settings: container.settings,
      offers,
      purse,
      codeFor: codesOver(store),
    });
  } finally {
    await purse.close();
  }
}
