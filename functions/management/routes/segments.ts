/**
 * Segments over the API: the document shown, checked and published whole; one segment with its sentence; who would be in one and
 * could be written to, before it is saved; everyone judged anew.
 */
import { loyaltyIn } from '../../../core/loyalty/definition.ts';
import { publishedPart } from '../../../core/programme/programme.ts';
import { type Segments, segmentsOf } from '../../../core/segment/definition.ts';
import type { DescribeContext } from '../../../core/segment/describe.ts';
import { judgeAllNow } from '../../../core/segment/judgeAllNow.ts';
import { publishSegments, type PublishStore, SEGMENTS_TASK } from '../../../core/segment/publish.ts';
import { isoInstant } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { shopCurrency } from '../../shared/import/orders.ts';
import { notFound, Problem } from '../../shared/problem.ts';
import { keepCounted, segmentsCounted } from '../../shared/segmentsCounted.ts';
import { type CheckedSources, checkSegmentSources, segmentSources } from '../../shared/segmentSources.ts';
import { segmentView } from '../views/segment.ts';
import type { Route, RouteRequest } from './route.ts';

export async function segmentsInForce(container: Container): Promise<Segments> {
  const { book } = await container.inForce();
  return segmentsOf(book.programme);
}

/** What sentences name: amounts in the shop's currency, segments by their names. */
export async function describing(container: Container): Promise<DescribeContext> {
  const segments = await segmentsInForce(container);
  const kept = await container.store.getValue('currency');
  return { segments, currency: shopCurrency(kept, container.settings.shop.currency) };
}

export function listSegments(container: Container): Route {
  return async () => {
    const published = publishedPart(await container.store.getValue('segments'));
    const { all, version } = segmentsOf({ segments: published });
    const [sizes, task, context] = await Promise.all([
      segmentsCounted(container.store),
      container.store.loadTask(SEGMENTS_TASK),
      describing(container),
    ]);
    return {
      version,
      publishedAt: published === null ? null : isoInstant(published.at),
      /** Everyone is still being judged by the version in force. */
      judging: task !== null && task.dueAt !== null,
      countedAt: sizes === null ? null : isoInstant(sizes.at),
      items: all.map((one) => ({
        ...segmentView(one, context),
        members: sizes?.members[one.segment.id] ?? null,
      })),
    };
  };
}

/** Throws a `Problem` of status 404 that names those there are. */
export async function segmentNamed(container: Container, id: string) {
  const segments = await segmentsInForce(container);
  const found = segments.byId.get(id);
  if (found !== undefined) return found;
  const known = segments.all.map(({ segment }) => segment.id).join(', ') || 'none published';
  throw notFound('unknown-segment', `there is no segment "${id}"`, `known: ${known}`);
}

export function showSegment(container: Container): Route {
  return async ({ params }) => {
    const found = await segmentNamed(container, params.id ?? '');
    const [sizes, context] = await Promise.all([segmentsCounted(container.store), describing(container)]);
    return {
      ...segmentView(found, context),
      definition: found.segment,
      members: sizes?.members[found.segment.id] ?? null,
      countedAt: sizes === null ? null : isoInstant(sizes.at),
    };
  };
}

/** Files of segments, or the body as one document that takes the place of all. */
function sourcesOf({ body }: RouteRequest) {
  const text = body ?? '';
  try {
    const parsed = segmentSources.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // YAML is no JSON.
  }
  return { sources: [{ source: text }], others: 'remove' as const };
}

/** Tiers are checked where there is a loyalty programme. */
async function check(container: Container, request: RouteRequest): Promise<CheckedSources> {
  const { book } = await container.inForce();
  const topics = new Set(Object.keys(container.settings.messages.topics));
  const loyalty = loyaltyIn(book.programme);
  const tiers = loyalty === null ? {} : { tiers: new Set(loyalty.definition.tiers.map(({ id }) => id)) };
  return checkSegmentSources(sourcesOf(request), segmentsOf(book.programme), { topics, ...tiers });
}

export function validateSegments(container: Container): Route {
  return async (request) => {
    const { document, problems, segments } = await check(container, request);
    const context = await describing(container);
    const items = segments.map((segment) => segmentView({ segment, revision: 0 }, context));
    return { valid: document !== null, problems, items };
  };
}

function moved(wanted: string, now: number): Problem {
  return new Problem({
    status: 409,
    code: 'segments-moved',
    title: 'The segments are others by now',
    detail: `version ${wanted} of the segments was changed; version ${now} is in force, and nothing was written`,
    remedy: 'read them again (GET /v1/segments), make the change there and send it again',
  });
}

/** The store, which refuses where another version is in force than the change rests on: at every try. */
function resting(store: PublishStore, wanted: string | undefined): PublishStore {
  return {
    loadTask: (id) => store.loadTask(id),
    putTask: (write) => store.putTask(write),
    replaceValue: (name, expected, json) => store.replaceValue(name, expected, json),
    async getValue(name) {
      const json = await store.getValue(name);
      const inForce = publishedPart(json)?.version ?? 0;
      if (wanted !== undefined && wanted !== '*' && wanted !== String(inForce)) throw moved(wanted, inForce);
      return json;
    },
  };
}

function invalid(problems: CheckedSources['problems']): Problem {
  const count = problems.filter(({ severity }) => severity !== 'warning').length;
  return new Problem({
    status: 422,
    code: 'segments-invalid',
    title: 'The segments cannot be published',
    detail: `${count} ${count === 1 ? 'thing is' : 'things are'} wrong; nothing was written`,
    remedy: 'correct what is named and send it again',
    problems,
  });
}

/** Publishes the next version. Throws a `Problem` of status 422 that names every line that is wrong. */
export function putSegments(container: Container): Route {
  return async (request) => {
    const { document, problems } = await check(container, request);
    if (document === null) throw invalid(problems);
    const store = resting(container.store, request.headers['if-match']?.replaceAll('"', ''));
    const published = await publishSegments(store, document, container.now());
    return { ...published, problems };
  };
}

/** What a recomputation may take where it is done within the answer. */
export interface JudgeLimits {
  readonly mostCustomers: number;
  readonly onPart?: (part: number, of: number) => void;
}

const DEPLOYED_LIMITS: JudgeLimits = { mostCustomers: 20_000 };

/** Judges everyone now. A deployed system with more people leaves it to the wave, which a publish has asked already. */
export function recomputeNow(container: Container, limits: JudgeLimits = DEPLOYED_LIMITS): Route {
  return async () => {
    const { store, addressKeyOf, now } = container;
    if ((await store.countPeople()) > limits.mostCustomers)
      throw new Problem({
        status: 413,
        code: 'too-many-customers',
        title: 'Too many customers',
        detail: `a deployed system judges up to ${limits.mostCustomers} people within one answer`,
        remedy: 'nothing need be done: what was published is judged by the next waves, everyone each night',
      });
    const { book, model } = await container.inForce();
    const deps = { store, addressKeyOf, settings: container.settings, model };
    const at = now();
    const { members, ...done } = await judgeAllNow(deps, book, at, limits.onPart);
    const inForce = segmentsOf(book.programme);
    const counted = await keepCounted(store, inForce, { at, members });
    return { at: isoInstant(at), version: inForce.version, ...done, members: counted.members };
  };
}
