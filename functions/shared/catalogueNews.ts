/**
 * Changes the catalogue, and tells whom the changes concern. What is news is written down before the catalogue is in force, under its
 * version; a task then goes through everybody page by page in lane `upkeep`, so that an import of any size floods nothing, and what
 * changes meanwhile is told in the next pass. An import that was cut off before its catalogue came into force tells nothing.
 */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { applyEvent } from '../../core/customer/applyEvent.ts';
import type { Person } from '../../core/customer/person.ts';
import {
  type Catalogue,
  type CatalogueFacts,
  catalogueCounts,
  factsOf,
} from '../../core/recommend/catalogue.ts';
import { type CatalogueChange, catalogueChanges } from '../../core/recommend/catalogueChange.ts';
import { INTEREST_EVENTS, newsEvent, newsFor } from '../../core/recommend/interest.ts';
import { customerId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { templateLocale } from '../../core/message/templateLocale.ts';
import type { Task, TaskProgress, TaskRunner } from '../../core/task.ts';
import { DAY_MS, type Instant } from '../../core/time.ts';
import { changeDocument, DOCUMENTS } from '../../core/versionedDocument.ts';
import type { Container, InForce } from './container.ts';
import { cataloguePlace, loadCatalogue } from './recommender.ts';

const TASK_ID = 'catalogue-news';
const FOLDER = `${DOCUMENTS}catalogue-news/`;
const PAGE = 200;
/** People looked at at once. */
const AT_ONCE = 10;
const MOST_EVENTS = 200;

interface Noted {
  readonly version: number;
  readonly at: Instant;
  readonly changes: readonly CatalogueChange[];
}

function keyOf(version: number, writer: string): string {
  return `${FOLDER}${String(version).padStart(9, '0')}-${writer}`;
}

function parsed(content: Uint8Array | null): Catalogue {
  if (content === null) return { currency: null, items: [] };
  const catalogue: Catalogue = JSON.parse(new TextDecoder().decode(content));
  return catalogue;
}

/** Makes the task due where it is not; one that runs looks again when it is through. */
async function wake({ store }: Pick<Container, 'store'>, now: Instant): Promise<void> {
  const known = await store.loadTask(TASK_ID);
  if (known !== null && known.dueAt !== null) return;
  const task: Task = {
    id: TASK_ID,
    kind: 'catalogue',
    customerId: null,
    lane: 'upkeep',
    dueAt: now,
    version: (known?.version ?? 0) + 1,
    attempts: 0,
    body: { after: null, upTo: null, told: 0 },
  };
  await store.putTask({ task, expectedVersion: known?.version ?? 0 });
}

export interface CatalogueChanged {
  readonly version: number;
  readonly about: JsonObject;
  /** What is news to whoever was interested. */
  readonly backInStock: number;
  readonly cheaper: number;
}

/** Puts the catalogue that `change` makes into force. What `change` throws is thrown, and nothing is changed. */
export async function changeCatalogue(
  container: Pick<Container, 'store' | 'documents' | 'claimant' | 'settings' | 'now'>,
  change: (before: Catalogue) => Catalogue,
): Promise<CatalogueChanged> {
  // Two requests of one process may change it at once.
  const writer = `${container.claimant}-${randomUUID().slice(0, 8)}`;
  const { settings } = container;
  const place = cataloguePlace(container);
  const now = container.now();
  let changes: CatalogueChange[] = [];
  let about: JsonObject = {};
  const head = await changeDocument(
    place,
    async (content, version) => {
      const before = parsed(content);
      const after = change(before);
      about = catalogueCounts(after);
      changes = catalogueChanges(factsOf(before), after, settings.catalogue);
      const noted: Noted = { version, at: now, changes };
      if (changes.length > 0) await place.blobs.write(keyOf(version, writer), JSON.stringify(noted));
      return { content: JSON.stringify(after), about };
    },
    writer,
  );
  if (changes.length > 0) await wake(container, now);
  const cheaper = changes.filter(({ kind }) => kind === 'price-drop').length;
  return { version: head.version, about, backInStock: changes.length - cheaper, cheaper };
}

async function notedKeys(container: Pick<Container, 'store' | 'documents'>): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of cataloguePlace(container).blobs.list(FOLDER))
    keys.push(...page.map(({ key }) => key));
  return keys;
}

function versionOf(key: string): number {
  return Number.parseInt(key.slice(FOLDER.length), 10);
}

const bodySchema = z.object({
  after: z.string().nullable(),
  upTo: z.number().nullable(),
  told: z.number(),
});

/** What a pass tells of: by item the latest change of each kind, with the catalogue as it is now. */
interface Pass {
  readonly upTo: number;
  readonly keys: readonly string[];
  readonly changes: ReadonlyMap<string, readonly CatalogueChange[]>;
  readonly changedAt: Instant;
  readonly facts: CatalogueFacts;
  readonly currency: string | null;
}

async function read(container: Pick<Container, 'store' | 'documents'>, key: string): Promise<Noted | null> {
  const chunks = await cataloguePlace(container).blobs.read(key);
  if (chunks === null) return null;
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  const noted: Noted = JSON.parse(text + decoder.decode());
  return noted;
}

async function passOf(
  container: Pick<Container, 'store' | 'documents'>,
  upTo: number | null,
): Promise<Pass | null> {
  const { version, catalogue, facts } = await loadCatalogue(container);
  const most = upTo ?? version;
  const keys = (await notedKeys(container)).filter((key) => versionOf(key) <= most);
  const changes = new Map<string, CatalogueChange[]>();
  let changedAt = 0;
  for (const key of keys) {
    const noted = await read(container, key);
    for (const change of noted?.changes ?? []) {
      const others = changes.get(change.item)?.filter(({ kind }) => kind !== change.kind) ?? [];
      changes.set(change.item, [...others, change]);
    }
    changedAt = Math.max(changedAt, noted?.at ?? 0);
  }
  if (keys.length === 0) return null;
  return {
    upTo: most,
    keys,
    changes: stillSo(changes, facts),
    changedAt,
    facts,
    currency: catalogue.currency,
  };
}

/** Without what was taken back meanwhile: sold out again, or dearer. */
function stillSo(changes: ReadonlyMap<string, readonly CatalogueChange[]>, facts: CatalogueFacts) {
  const isSo = (change: CatalogueChange): boolean => {
    const { stock, priceMinor } = facts.get(change.item) ?? {};
    return change.kind === 'back-in-stock' ? stock !== 0 : (priceMinor ?? 0) <= change.newMinor;
  };
  return new Map([...changes].map(([item, all]) => [item, all.filter(isSo)]));
}

type TellDeps = Pick<InForce, 'book' | 'model'> & { readonly container: Container };

async function tell(deps: TellDeps, pass: Pass, { id, locale }: Person, now: Instant): Promise<number> {
  const { container, book, model } = deps;
  const { store, addressKeyOf, settings } = container;
  const since = now - Math.max(settings.catalogue.interestDays, settings.catalogue.notAgainDays) * DAY_MS;
  const events = await store.recentEvents(id, { names: INTEREST_EVENTS, since, limit: MOST_EVENTS });
  const as = { settings: settings.catalogue, now };
  if (newsFor({ events, orders: [] }, pass.changes, pass.facts, as).length === 0) return 0;
  const orders = (await store.loadPerson(id))?.orders ?? [];
  const news = newsFor({ events, orders }, pass.changes, pass.facts, as);
  for (const one of news) {
    const language =
      templateLocale(locale, settings.shop.locale) === 'zh-CN' ? ('zh-CN' as const) : ('en' as const);
    const of = {
      language,
      version: pass.upTo,
      changedAt: pass.changedAt,
      facts: pass.facts,
      currency: pass.currency,
    };
    const event = newsEvent(one, id, of, now);
    await applyEvent({ store, addressKeyOf, settings, model }, book, event, now);
  }
  return news.length;
}

async function tellPage(deps: TellDeps, pass: Pass, page: readonly Person[], now: Instant): Promise<number> {
  let told = 0;
  for (let from = 0; from < page.length; from += AT_ONCE) {
    const some = page.slice(from, from + AT_ONCE);
    for (const count of await Promise.all(some.map((person) => tell(deps, pass, person, now)))) told += count;
  }
  return told;
}

/** The pass is through: what it told of is removed, and what changed meanwhile begins another. */
async function finish(
  container: Container,
  task: Task,
  keys: readonly string[],
  now: Instant,
): Promise<TaskProgress> {
  await cataloguePlace(container).blobs.remove(keys);
  if ((await container.store.removeTask(task.id, task.version)) === 'conflict') return 'lost';
  if ((await notedKeys(container)).length > 0) await wake(container, now);
  return 'done';
}

/** Looks at one page of people a step. */
export function runCatalogueNews(deps: TellDeps): TaskRunner {
  const { container } = deps;
  return async (task, now): Promise<TaskProgress> => {
    const { after, upTo, told } = bodySchema.parse(task.body);
    const pass = await passOf(container, upTo);
    if (pass === null) return finish(container, task, [], now);
    const from = after === null ? null : customerId(after);
    const page = await container.store.listPeople({ after: from, limit: PAGE });
    const last = page.at(-1);
    if (last === undefined) return finish(container, task, pass.keys, now);
    const count = await tellPage(deps, pass, page, now);
    const body = { after: last.id, upTo: pass.upTo, told: told + count };
    const next = { ...task, version: task.version + 1, attempts: 0, dueAt: now, body };
    const result = await container.store.putTask({ task: next, expectedVersion: task.version });
    return result === 'committed' ? 'again' : 'lost';
  };
}
