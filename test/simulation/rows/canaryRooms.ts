/** The rooms of the business for the shop of canaries: a programme, and what each person collects, is given, spends and is missed for. */
import { readFileSync } from 'node:fs';
import type { DossierKind } from '../../../core/dossier.ts';
import type { CustomerId } from '../../../core/ids.ts';
import type { Store } from '../../../core/ports.ts';
import type { Canaries } from './canaries.ts';

interface Asked {
  readonly ask: (
    method: 'POST' | 'PUT',
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<unknown>;
}

const DOCUMENTS = {
  loyalty: readFileSync('workflows/loyalty.yaml', 'utf8'),
  offers: `
assume: { orderMinor: 6000, margin: 0.4 }
offers:
  - id: five-off
    name: { en: 5.00 off, zh-CN: 立减 5 元 }
    gives: { kind: money-off, amountMinor: 500 }
    code: { kind: generated }
`,
  segments: `
id: lookers
kind: live
name: { en: Lookers, zh-CN: 浏览者 }
rule: { event: Looked, count: { min: 1 } }
`,
  'win-back': 'windowDays: 90\n',
};

export async function publishRooms(shop: Asked): Promise<void> {
  const { segments, ...documents } = DOCUMENTS;
  for (const [room, source] of Object.entries(documents)) await shop.ask('PUT', `/v1/${room}`, { source });
  await shop.ask('PUT', '/v1/segments', { sources: [{ name: 'lookers.yaml', source: segments }] });
}

/** Points given with a word and spent for an order, an offer with a code of their own, redeemed for an order. */
export async function tellRooms(shop: Asked, { id, texts }: Canaries): Promise<void> {
  const path = `/v1/customers/${id}`;
  await shop.ask('POST', `${path}/points`, { kind: 'award', points: 900, reason: texts.points });
  const redemption = { points: 500, reason: texts.spent };
  await shop.ask('POST', `${path}/points/redemptions`, redemption, { 'idempotency-key': `${texts.spent}-1` });
  const given = await shop.ask('POST', `${path}/offers`, { offer: 'five-off' });
  const order = { customer: id, order: texts.redeemed, amountMinor: 6_000, items: [] };
  await shop.ask('POST', `/v1/coupons/${codeIn(given)}/redemptions`, order, {
    'idempotency-key': `${texts.redeemed}-1`,
  });
}

function codeIn(given: unknown): string {
  const code = /"code":"([^"]+)"/.exec(JSON.stringify(given))?.[1];
  if (code === undefined) throw new Error(`no code was given: ${JSON.stringify(given)}`);
  return code;
}

const ROOMS = ['standing', 'points', 'points-entry', 'grant', 'offer-use', 'win-back', 'coupon'] as const;

/** Kinds of which nothing is kept under any of the ids. */
export async function emptyRooms(store: Store, ids: readonly CustomerId[]): Promise<DossierKind[]> {
  const empty: DossierKind[] = [];
  for (const kind of ROOMS) {
    let isThere = false;
    for await (const page of store.scanDossiers(kind))
      isThere ||= page.some(({ customerId }) => customerId !== null && ids.includes(customerId));
    if (!isThere) empty.push(kind);
  }
  return empty;
}
