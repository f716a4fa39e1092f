/** What a campaign would reach, before it is launched, and what became of it. */
import * as z from 'zod';
import { audienceOf, audiencePage, type Meant } from '../../../core/campaign/audience.ts';
import { compileCampaign } from '../../../core/campaign/compile.ts';
import { settledDefinition } from '../../../core/campaign/control.ts';
import { type CampaignDefinition, variantsOf } from '../../../core/campaign/definition.ts';
import { loadRun } from '../../../core/campaign/records.ts';
import { replayCampaign } from '../../../core/campaign/replay.ts';
import { type ReportDeps, reportOf } from '../../../core/campaign/report.ts';
import { reachOf } from '../../../core/segment/reach.ts';
import { parseIso } from '../../../core/time.ts';
import { mayGoOnOf } from '../../shared/deadline.ts';
import { outcomeDeps } from '../../shared/campaignOutcomes.ts';
import type { Container } from '../../shared/container.ts';
import { campaignView, runView } from '../views/campaign.ts';
import { misuse, Problem } from '../../shared/problem.ts';
import { campaignOf, campaignSourceBody, definitionOf } from './campaigns.ts';
import { bodyAs, type Route, shopView } from './route.ts';

/** Runs shown, newest first. */
const MOST_RUNS = 60;

async function runsOf({ store }: Container, id: string, runs: number) {
  const numbers = Array.from({ length: Math.min(runs, MOST_RUNS) }, (_, n) => runs - n);
  const found = await Promise.all(numbers.map((n) => loadRun(store, id, n)));
  return found.filter((run) => run !== null).map(runView);
}

/** Pages as long as there is time. Throws a `Problem` of status 413. */
async function* inTime<Page>(pages: AsyncIterable<Page>, mayGoOn: () => boolean): AsyncGenerator<Page> {
  for await (const page of pages) {
    if (!mayGoOn())
      throw new Problem({
        status: 413,
        code: 'too-many-customers',
        title: 'Too much to read at once',
        detail: 'a deployed system reads everyone and every message for a report, and has 20 seconds for it',
        remedy: 'copy the tables to one machine and ask there, or export the ledger: perennial ledger export',
      });
    yield page;
  }
}

/** What a report reads, with the patience of whoever waits for it. */
function hurried(container: Container): ReportDeps['store'] {
  const mayGoOn = mayGoOnOf(container);
  const { store } = container;
  return {
    exportPeople: () => inTime(store.exportPeople(), mayGoOn),
    decisions: () => inTime(store.decisions(), mayGoOn),
  };
}

export function campaignReport(container: Container): Route {
  return async ({ params }) => {
    const campaign = await campaignOf(container, params.id ?? '');
    const [{ currency }, outcomes] = await Promise.all([shopView(container), outcomeDeps(container)]);
    const deps = { ...outcomes, store: hurried(container), currency };
    const { definition: _definition, log: _log, ...head } = campaignView(campaign);
    return {
      ...head,
      currency,
      perRun: await runsOf(container, campaign.id, campaign.runs),
      ...(await reportOf(deps, campaign, container.now())),
    };
  };
}

interface Reach {
  audience: number;
  /** Might be sent to at this moment: hours and budgets are looked at when it goes. */
  reachable: number;
  /** Of the others by the first gate that stops them. */
  readonly barred: Record<string, number>;
  /** False where there was no time to look at everyone. */
  isWhole: boolean;
}

/** Counted by the first message's channel. O(people). */
async function reachIn(container: Container, definition: CampaignDefinition, meant: Meant): Promise<Reach> {
  const { book } = await container.inForce();
  const { store, addressKeyOf, settings } = container;
  const now = container.now();
  const channel = variantsOf(definition)[0]?.messages[0]?.channel ?? 'email';
  const asked = { channel, topic: definition.topic, class: definition.class };
  const reach: Reach = { audience: 0, reachable: 0, barred: {}, isWhole: false };
  const mayGoOn = mayGoOnOf(container);
  let after: string | null = null;
  while (mayGoOn()) {
    const page = await audiencePage({ store, programme: book.programme }, meant, {
      after,
      limit: 1_000,
      now,
    });
    reach.audience += page.meant.length;
    for (const barred of await reachOf({ store, addressKeyOf, settings }, page.meant, asked, now)) {
      if (barred === null) reach.reachable += 1;
      else reach.barred[barred] = (reach.barred[barred] ?? 0) + 1;
    }
    if (page.cursor === null) return { ...reach, isWhole: true };
    after = page.cursor;
  }
  return reach;
}

export const campaignReplayBody = campaignSourceBody.extend({ from: z.string() });

/** The journey to replay a campaign with, entered by its schedule: for `POST /v1/simulations`. Throws a `Problem` of status 409. */
export function replayOfCampaign(container: Container): Route {
  return async (request) => {
    const { from } = bodyAs(request, campaignReplayBody);
    const at = parseIso(from);
    if (at === null) throw misuse('from', `"${from}" is no date`, 'write it as YYYY-MM-DD');
    const { definition } = await definitionOf(container, request);
    const { book } = await container.inForce();
    const { settings } = container;
    const settled = settledDefinition(definition, settings);
    const replayed = replayCampaign(settled, { settings, programme: book.programme, from: at });
    if (replayed.kind === 'journey') return { id: definition.id, journey: replayed.journey };
    throw new Problem({ status: 409, title: 'Not replayed', ...replayed });
  };
}

/** How many it is for, how many can be written to now, and the journey it becomes; nothing is kept. O(people). */
export function previewCampaign(container: Container): Route {
  return async (request) => {
    const { definition: written, problems } = await definitionOf(container, request);
    const definition = settledDefinition(written, container.settings);
    const { book } = await container.inForce();
    const deps = { store: container.store, programme: book.programme };
    const isCalled = definition.segment === undefined && definition.audience === undefined;
    const meant = isCalled ? null : audienceOf(deps, definition);
    const reach = meant === null ? null : await reachIn(container, definition, meant);
    const { holdout = 0, approvalAbove = 0 } = definition;
    return {
      id: definition.id,
      reach,
      heldOut: reach === null ? null : Math.round(reach.audience * holdout),
      needsApproval: reach !== null && (!reach.isWhole || reach.audience > approvalAbove),
      approvalAbove,
      window: definition.outcome.window,
      journey: compileCampaign(definition),
      problems,
    };
  };
}
