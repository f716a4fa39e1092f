/** What a campaign would reach, before it is launched, and what became of it. */
import * as z from 'zod';
import { audienceOf, audiencePage, type Meant } from '../../../core/campaign/audience.ts';
import { compileCampaign } from '../../../core/campaign/compile.ts';
import { settledDefinition } from '../../../core/campaign/control.ts';
import { type CampaignDefinition, variantsOf } from '../../../core/campaign/definition.ts';
import { loadRun } from '../../../core/campaign/records.ts';
import { replayCampaign } from '../../../core/campaign/replay.ts';
import { reportOf } from '../../../core/campaign/report.ts';
import type { Person } from '../../../core/customer/person.ts';
import { consentStanding } from '../../../core/message/consentStanding.ts';
import { countryOf, jurisdictionOf } from '../../../core/message/jurisdiction.ts';
import type { ConsentChannel } from '../../../core/message/messageClass.ts';
import { parseIso } from '../../../core/time.ts';
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

export function campaignReport(container: Container): Route {
  return async ({ params }) => {
    const campaign = await campaignOf(container, params.id ?? '');
    const [{ currency }, outcomes] = await Promise.all([shopView(container), outcomeDeps(container)]);
    const deps = { ...outcomes, store: container.store, currency };
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
  /** May be sent to now, by consent and address: caps, hours and budgets are looked at when it goes. */
  reachable: number;
  noAddress: number;
  noConsent: number;
  suppressed: number;
}

function channelOf(definition: CampaignDefinition): ConsentChannel {
  return variantsOf(definition)[0]?.messages[0]?.channel ?? 'email';
}

async function addPage(
  { store, addressKeyOf, settings, now }: Container,
  definition: CampaignDefinition,
  page: readonly Person[],
  reach: Reach,
) {
  const channel = channelOf(definition);
  const keys = page.map((person) => {
    const address = channel === 'email' ? person.email : person.phone;
    return address === null ? null : addressKeyOf(channel, address);
  });
  const contacts = await store.loadContacts(keys.filter((key) => key !== null));
  for (const [n, person] of page.entries()) {
    reach.audience += 1;
    const key = keys[n] ?? null;
    const contact = key === null ? undefined : contacts.get(key);
    if (key === null) reach.noAddress += 1;
    else if (contact === undefined) reach.noConsent += 1;
    else if (contact.suppression !== null) reach.suppressed += 1;
    else {
      const place = jurisdictionOf(settings, countryOf(person, channel));
      const asked = { channel, topic: definition.topic, class: definition.class };
      const standing = consentStanding(contact, asked, place, now());
      reach[standing === 'granted' || standing === 'not-refused' ? 'reachable' : 'noConsent'] += 1;
    }
  }
}

async function reachOf(container: Container, definition: CampaignDefinition, meant: Meant): Promise<Reach> {
  const { book } = await container.inForce();
  const deps = { store: container.store, programme: book.programme };
  const reach: Reach = { audience: 0, reachable: 0, noAddress: 0, noConsent: 0, suppressed: 0 };
  let after: string | null = null;
  for (;;) {
    const page = await audiencePage(deps, meant, { after, limit: 1_000, now: container.now() });
    await addPage(container, definition, page.meant, reach);
    if (page.cursor === null) return reach;
    after = page.cursor;
  }
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
    const reach = meant === null ? null : await reachOf(container, definition, meant);
    const { holdout = 0, approvalAbove = 0 } = definition;
    return {
      id: definition.id,
      reach,
      heldOut: reach === null ? null : Math.round(reach.audience * holdout),
      needsApproval: (reach?.audience ?? 0) > approvalAbove,
      approvalAbove,
      window: definition.outcome.window,
      journey: compileCampaign(definition),
      problems,
    };
  };
}
