/**
 * The shop's programme: what it has published of segments, loyalty, offers and win-back, each a document of its own with a
 * version, kept as a named value and read once per config version. Whatever was not published is null.
 */
import type { Json, JsonObject } from '../json.ts';
import type { ConfigStore } from '../ports.ts';
import type { Instant } from '../time.ts';

/** The documents, by the named value each is kept under. */
export const PROGRAMME_PARTS = ['segments', 'loyalty', 'offers', 'win-back'] as const;
export type ProgrammePart = (typeof PROGRAMME_PARTS)[number];

/** The named value that what past cases of win-back taught is kept under. */
export const WIN_BACK_LEARNED = 'win-back-learned';

/** A document as published: `version` grows by one with each. */
export interface Published<Definition> {
  readonly version: number;
  readonly at: Instant;
  readonly definition: Definition;
}

export interface Programme {
  readonly segments: Published<Json> | null;
  readonly loyalty: Published<Json> | null;
  readonly offers: Published<Json> | null;
  readonly winBack: Published<Json> | null;
  /** What past cases of win-back taught. */
  readonly winBackLearned: Json | null;
}

export const NO_PROGRAMME: Programme = {
  segments: null,
  loyalty: null,
  offers: null,
  winBack: null,
  winBackLearned: null,
};

function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a named value says was published; null where nothing was. Throws on a text that `publishPart` never wrote. */
export function publishedPart(json: string | null): Published<Json> | null {
  if (json === null) return null;
  const kept: unknown = JSON.parse(json);
  if (isRecord(kept)) {
    const { version, at, definition } = kept;
    if (typeof version === 'number' && typeof at === 'number' && definition !== undefined)
      return { version, at, definition };
  }
  throw new TypeError('a document of the programme has no version; publish it again');
}

export async function readProgramme(source: Pick<ConfigStore, 'getValue'>): Promise<Programme> {
  const [parts, learned] = await Promise.all([
    Promise.all(PROGRAMME_PARTS.map(async (part) => publishedPart(await source.getValue(part)))),
    source.getValue(WIN_BACK_LEARNED),
  ]);
  const [segments, loyalty, offers, winBack] = parts;
  return {
    segments: segments ?? null,
    loyalty: loyalty ?? null,
    offers: offers ?? null,
    winBack: winBack ?? null,
    winBackLearned: learned === null ? null : JSON.parse(learned),
  };
}

/**
 * Publishes the next version of a document, validated before; `unchanged` where the newest says the same. Whoever publishes
 * at the same moment tries again, so no version is lost.
 */
export async function publishPart(
  store: Pick<ConfigStore, 'getValue' | 'replaceValue'>,
  part: ProgrammePart,
  definition: Json,
  at: Instant,
): Promise<{ version: number; changed: boolean }> {
  for (;;) {
    const before = await store.getValue(part);
    const known = publishedPart(before);
    if (known !== null && JSON.stringify(known.definition) === JSON.stringify(definition))
      return { version: known.version, changed: false };
    const version = (known?.version ?? 0) + 1;
    const json = JSON.stringify({ version, at, definition });
    if (await store.replaceValue(part, before, json)) return { version, changed: true };
  }
}
