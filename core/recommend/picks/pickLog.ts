/**
 * The log of what a customer was shown: their newest lists, each with its items, what chose each, and how likely chance was to. It
 * is a dossier of theirs (`picks`, under their id), small and bounded. A list is known outside by a short code, which links carry as
 * `pick=<code>.<place>`: it names no customer.
 */
import * as z from 'zod';
import { hash32 } from '../../chance.ts';
import type { Dossier, DossierKey, DossierWrite } from '../../dossier.ts';
import type { CustomerId } from '../../ids.ts';
import type { JsonObject } from '../../json.ts';
import { SLOTS } from '../slots.ts';

/** Lists of one customer that are kept. */
export const MOST_LISTS = 20;

const shown = z.object({
  item: z.string(),
  method: z.string(),
  /** Of an item chance drew. */
  propensity: z.number().optional(),
});

const outcome = z.object({
  /** When the list was delivered; null where it never was. */
  shownAt: z.number().nullable(),
  clicked: z.array(z.string()),
  bought: z.array(z.string()),
});
export type PickOutcome = z.output<typeof outcome>;

const pickList = z.object({
  /** Of the decision or errand it was made for. */
  id: z.string(),
  at: z.number(),
  journey: z.string(),
  node: z.string(),
  slot: z.enum(SLOTS),
  kind: z.enum(['personal', 'popular']),
  /** Version of what it was chosen with. */
  model: z.number(),
  items: z.array(shown),
  /** What came of it, once its days are over. */
  outcome: outcome.optional(),
});
export type PickList = z.output<typeof pickList>;
export type ShownItem = PickList['items'][number];

const body = z.object({ lists: z.array(pickList) });

export function picksKey(customerId: CustomerId): DossierKey {
  return { kind: 'picks', id: customerId, customerId };
}

/** Newest last. */
export function listsOf(dossier: Pick<Dossier, 'body'> | null): readonly PickList[] {
  return dossier === null ? [] : body.parse(dossier.body).lists;
}

/** The lists with one more; of one that is there already the newer telling stands. */
export function withList(lists: readonly PickList[], list: PickList): PickList[] {
  return [...lists.filter(({ id }) => id !== list.id), list].slice(-MOST_LISTS);
}

export function picksWrite(
  customerId: CustomerId,
  before: Dossier | null,
  lists: readonly PickList[],
): DossierWrite {
  const kept: JsonObject = JSON.parse(JSON.stringify({ lists }));
  const expectedVersion = before?.version ?? 0;
  return { dossier: { ...picksKey(customerId), version: expectedVersion + 1, body: kept }, expectedVersion };
}

const CODE_SEED = 0x70_69_63_6b;

function codeOf(listId: string): string {
  return hash32(CODE_SEED, listId).toString(36);
}

const PARAMETER = 'pick';

/** The address with the mark of a place, counted from 1; as it is where nobody could follow it. */
export function markedUrl(url: string, listId: string, place: number): string {
  const [before = '', fragment] = url.split('#', 2);
  const sign = before.includes('?') ? '&' : '?';
  const marked = `${before}${sign}${PARAMETER}=${codeOf(listId)}.${place + 1}`;
  return fragment === undefined ? marked : `${marked}#${fragment}`;
}

const MARK = /[?&]pick=([0-9a-z]{1,7})\.(\d{1,2})(?:[&#]|$)/;

/** What a mark, or an address that carries one, says; null where there is none. */
export function markIn(text: string): { readonly code: string; readonly place: number } | null {
  const [, code, place] = MARK.exec(text.includes('pick=') ? text : `?pick=${text}`) ?? [];
  return code === undefined ? null : { code, place: Number(place) - 1 };
}

/** The item of a list that a mark names; null where it names another list. */
export function itemMarked({ id, items }: PickList, text: string): string | null {
  const mark = markIn(text);
  return mark?.code === codeOf(id) ? (items[mark.place]?.item ?? null) : null;
}
