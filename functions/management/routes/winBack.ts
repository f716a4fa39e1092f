/**
 * `/v1/win-back`: the policy; the verdicts on everyone in decline; the whole sum of one customer; what was learned. Only publishing
 * writes. One machine judges everyone in a worker; a deployed system does for shops of up to 20,000 people.
 */
import * as z from 'zod';
import { modelAt } from '../../../core/analytics/analyse.ts';
import { customerId } from '../../../core/ids.ts';
import { coldModel } from '../../../core/lifecycle/coldModel.ts';
import { ladderNamed, offersOf } from '../../../core/offer/definition.ts';
import { publishedPart } from '../../../core/programme/programme.ts';
import { type Instant, isoDay, isoInstant, parseIso, startOfDay, utcDay } from '../../../core/time.ts';
import { DEFAULT_WIN_BACK, type WinBackPolicy, winBackSchema } from '../../../core/winback/definition.ts';
import { type WinBackInForce, winBackFrom, winBackInForce } from '../../../core/winback/inForce.ts';
import { beginLearning } from '../../../core/winback/learnTask.ts';
import { lostCustomers } from '../../../core/winback/lostCustomers.ts';
import { beginBacklog } from '../../../core/winback/openBacklog.ts';
import { casesOf, judgement } from '../../../core/winback/takeUp.ts';
import { VerdictTally } from '../../../core/winback/verdictReport.ts';
import { caseId, type WinBackCase } from '../../../core/winback/winBackCase.ts';
import type { Container } from '../../shared/container.ts';
import { shopCurrency } from '../../shared/import/orders.ts';
import { misuse, notFound, Problem, type ProblemDetail } from '../../shared/problem.ts';
import { beliefsView, caseView, halfView, stepsView, sumView } from '../views/winBack.ts';
import { type ProgrammeDocument, putDocument, showDocument, validateDocument } from './programmeDocument.ts';
import type { Route } from './route.ts';

type Found = Promise<readonly ProblemDetail[]>;

async function ladderWarning(store: Container['store'], { ladder }: WinBackPolicy): Found {
  const offers = offersOf(publishedPart(await store.getValue('offers')));
  if (offers === null || ladderNamed(offers, ladder) !== null) return [];
  const message = `the published offers have no ladder "${ladder}": nothing but messages can be given`;
  return [{ path: 'ladder', message, severity: 'warning' }];
}

/** Whom the policy leaves alone the journey has to leave alone too, or nothing is learned. */
async function holdoutWarning(store: Container['store'], { holdout }: WinBackPolicy): Found {
  const { journey: id, node, share } = holdout;
  const journey = (await store.journeys()).find((one) => one.id === id);
  if (journey === undefined) {
    const nobody = `no journey "${id}" is published: customers are judged, and nobody is written to`;
    return [{ path: 'holdout.journey', message: nobody, severity: 'warning' }];
  }
  const found = journey.definition.nodes[node];
  if (found?.type === 'holdout' && found.share === share) return [];
  const message = `the journey ${id} has no holdout "${node}" of ${share}: it writes to people this policy counts as left alone`;
  return [{ path: 'holdout', message, severity: 'warning' }];
}

const DOCUMENT: ProgrammeDocument<WinBackPolicy> = {
  part: 'win-back',
  schema: winBackSchema,
  shipped: DEFAULT_WIN_BACK,
  warnings: async ({ store }, policy) => [
    ...(await ladderWarning(store, policy)),
    ...(await holdoutWarning(store, policy)),
  ],
  afterPublish: ({ store, now }) => beginLearning(store, now()),
};

export const showWinBack = (container: Container): Route => showDocument(container, DOCUMENT);

export const publishQuery = z.object({
  backlog: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .meta({ description: 'Take up so many a day of those who are lost already; left out, nobody' }),
});

/** Publishes, and begins the backlog that is asked for. */
export function putWinBack(container: Container): Route {
  const put = putDocument(container, DOCUMENT);
  return async (request, by) => {
    const { backlog } = publishQuery.parse(request.query);
    const answer = await put(request, by);
    if (backlog !== undefined) await beginBacklog(container.store, backlog, container.now());
    return answer;
  };
}

export const validateWinBack = (container: Container): Route => validateDocument(container, DOCUMENT);

/** What is published; where nothing is, what is shipped, so that its sums can be seen before. */
async function winBackShown(container: Container): Promise<WinBackInForce> {
  const { programme } = (await container.inForce()).book;
  return winBackInForce(programme) ?? winBackFrom(DEFAULT_WIN_BACK, 0, programme);
}

const MOST_NAMED = 1_000;
export const verdictsQuery = z.object({
  at: z.string().optional().meta({ description: 'Orders before this day count' }),
  most: z.coerce
    .number()
    .int()
    .min(1)
    .max(MOST_NAMED)
    .default(20)
    .meta({ description: 'How many customers to name' }),
});

export interface WinBackLimits {
  readonly mostCustomers: number;
}
export const NO_WIN_BACK_LIMITS: WinBackLimits = { mostCustomers: Number.POSITIVE_INFINITY };
const DEPLOYED: WinBackLimits = { mostCustomers: 20_000 };

async function momentOf({ store, now }: Container, asked: string | undefined): Promise<Instant> {
  if (asked === undefined) return (await store.lastEvaluation())?.at ?? startOfDay(utcDay(now()));
  const at = parseIso(asked);
  if (at === null) throw misuse('at', `"${asked}" is no date`, 'write it as 2026-04-03');
  return startOfDay(utcDay(at));
}

async function currencyOf({ store, settings }: Container): Promise<string | null> {
  return shopCurrency(await store.getValue('currency'), settings.shop.currency);
}

export function winBackVerdicts(container: Container, limits: WinBackLimits = DEPLOYED): Route {
  return async ({ query }) => {
    const { at: asked, most } = verdictsQuery.parse(query);
    const inForce = await winBackShown(container);
    const { store, settings } = container;
    if ((await store.countPeople()) > limits.mostCustomers) {
      throw new Problem({
        status: 413,
        code: 'too-many-customers',
        title: 'Too many customers',
        detail: `a deployed system judges up to ${limits.mostCustomers} people at once`,
        remedy: 'look at one customer at a time, or export the orders and judge them on one machine',
      });
    }
    const at = await momentOf(container, asked);
    const model = await modelAt(
      {
        segments: store.segments,
        atOnce: 1,
        scan: (segment, before) => store.scanHistories({ segment, before }),
        model: await store.model(),
        settings,
      },
      at,
    );
    const tally = new VerdictTally(most);
    for await (const page of lostCustomers({ store, model, settings, inForce }, at))
      for (const one of page) tally.add(one);
    return {
      at: isoDay(utcDay(at)),
      currency: await currencyOf(container),
      policyVersion: inForce.version,
      windowDays: inForce.policy.windowDays,
      ...tally.report(),
    };
  };
}

/** The sum line by line; of a customer with a case, as it was when the verdict was given. */
export function customerWinBack(container: Container): Route {
  return async ({ params }) => {
    const inForce = await winBackShown(container);
    const { store, settings } = container;
    const id = customerId(params.id ?? '');
    const person = await store.loadProfile(id);
    if (person === null)
      throw notFound('unknown-customer', `there is no customer ${id}`, 'see perennial customers list');
    const { lifecycle } = person;
    const cases = await casesOf(store, person.id);
    const base = {
      customer: person.id,
      currency: await currencyOf(container),
      policyVersion: inForce.version,
      windowDays: inForce.policy.windowDays,
      stage: lifecycle?.stage ?? null,
      at: lifecycle === null ? null : isoInstant(lifecycle.evaluatedAt),
      cases: cases.map(caseView),
      beliefs: beliefsView(inForce.beliefs),
    };
    const current = lifecycle === null ? undefined : cases.find((one) => one.id === caseId(lifecycle));
    const effectsOf = ({ sum }: Pick<WinBackCase, 'sum'>) =>
      sum === null ? null : halfView(inForce.beliefs, inForce.ladder, sum.gainOfReturnMinor);
    if (lifecycle?.stage !== 'decline') return { ...base, case: null, judgement: null, effects: null };
    if (current !== undefined)
      return { ...base, case: current.id, judgement: sumView(current), effects: effectsOf(current) };
    const model = (await store.model()) ?? coldModel(settings);
    const now = judgement({ person, lifecycle }, { inForce, model, settings }, caseId(lifecycle));
    return { ...base, case: null, judgement: sumView(now), effects: effectsOf(now) };
  };
}

export function winBackLearned(container: Container): Route {
  return async () => {
    const { learned, beliefs, policy, version, ladder } = await winBackShown(container);
    const { at, ...lessons } = learned;
    const from = learned.bands?.fromMinor ?? 0;
    const halves = [halfView(beliefs, ladder, from - 1), halfView(beliefs, ladder, from)];
    return {
      at: at === 0 ? null : isoInstant(at),
      currency: await currencyOf(container),
      policyVersion: version,
      windowDays: policy.windowDays,
      ...lessons,
      beliefs: {
        ...beliefsView(beliefs),
        steps: stepsView(beliefs, ladder),
        halves: halves.filter((half) => half !== null),
      },
    };
  };
}
