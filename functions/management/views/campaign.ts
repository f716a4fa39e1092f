/** A campaign and its runs as the API shows them. */
import type { Campaign, TestResult } from '../../../core/campaign/campaign.ts';
import { journeyIdOf } from '../../../core/campaign/definition.ts';
import type { CampaignRun } from '../../../core/campaign/run.ts';
import { type Instant, isoDay, isoInstant } from '../../../core/time.ts';

function instant(at: Instant | null): string | null {
  return at === null ? null : isoInstant(at);
}

function testView(test: TestResult | null) {
  return test === null ? null : { ...test, at: isoInstant(test.at) };
}

export function campaignView(campaign: Campaign) {
  const { id, version, state, definition, revision, authors, log, size, runs, next } = campaign;
  return {
    id,
    version,
    state,
    revision,
    name: definition.name,
    schedule: definition.schedule,
    size,
    authors,
    journey: journeyIdOf(id),
    journeyVersion: campaign.journeyVersion,
    launchedAt: instant(campaign.launchedAt),
    runs,
    next:
      next === null
        ? null
        : { startsAt: isoInstant(next.startsAt), date: next.date === null ? null : isoDay(next.date) },
    decideAt: instant(campaign.decideAt),
    test: testView(campaign.test),
    ended: campaign.ended,
    log: log.map((entry) => ({ ...entry, at: isoInstant(entry.at) })),
    definition,
  };
}

export function runView(run: CampaignRun) {
  const { id, n, state, planned, audience, entered, inTest, inRest, excluded, stopped } = run;
  return {
    id,
    n,
    state,
    date: run.date === null ? null : isoDay(run.date),
    startsAt: isoInstant(run.startsAt),
    planned,
    audience,
    entered,
    inTest,
    inRest,
    excluded,
    lastDueAt: instant(run.lastDueAt),
    finishedAt: instant(run.finishedAt),
    stopped,
  };
}
