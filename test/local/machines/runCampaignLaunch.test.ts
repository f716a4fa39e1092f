import { describe, expect, it } from 'vitest';
import { plannedRun } from '../../../core/campaign/run.ts';
import {
  campaignWrite,
  commitRecords,
  loadCampaign,
  loadRun,
  runWrite,
} from '../../../core/campaign/records.ts';
import { draftOf } from '../../../core/campaign/campaign.ts';
import { compileCampaign } from '../../../core/campaign/compile.ts';
import { newPerson } from '../../../core/customer/person.ts';
import { customerId } from '../../../core/ids.ts';
import type { Jobs, JobState } from '../../../core/jobs.ts';
import { campaignLauncher } from '../../../functions/shared/campaignLaunch.ts';
import { runCampaignLaunch } from '../../../local/machines/runCampaignLaunch.ts';
import { aContainer } from '../../support/aContainer.ts';
import { NOW } from '../../support/builders.ts';
import { aCampaign } from '../../support/campaignWorld.ts';

const REF = { campaign: 'spring', run: 1 };

/** A campaign whose first run was begun and has let nobody in. */
async function aRun(
  state: 'running' | 'paused' = 'running',
  overrides: Parameters<typeof aContainer>[0] = {},
) {
  const { container, store } = aContainer(overrides);
  const people = Array.from({ length: 600 }, (_, n) => ({
    person: { ...newPerson(customerId(`c${n}`), 0), email: `c${n}@people.example` },
    consents: [],
  }));
  await store.importPeople(people);
  const definition = aCampaign();
  const { version } = await store.publishJourney(compileCampaign(definition), NOW);
  const draft = draftOf(definition, { at: NOW, by: 'mia' });
  const campaign = { ...draft, state, runs: 1, journeyVersion: version };
  await commitRecords(store, [
    campaignWrite(campaign),
    runWrite(plannedRun('spring', 1, { startsAt: NOW, date: null })),
  ]);
  return { container, store };
}

describe('campaign-launch on one machine', () => {
  it('counts the audience and lets everybody in', async () => {
    const { container, store } = await aRun();
    await runCampaignLaunch(container, REF);
    expect(await loadRun(store, 'spring', 1)).toMatchObject({ state: 'over', planned: 600, entered: 600 });
  });

  it('lets nobody in of a campaign that is paused', async () => {
    const { container, store } = await aRun('paused');
    await runCampaignLaunch(container, REF);
    expect(await loadRun(store, 'spring', 1)).toMatchObject({ state: 'planned', entered: 0 });
  });

  it('run again, or beside itself, lets nobody in twice', async () => {
    const { container, store } = await aRun();
    await Promise.all([runCampaignLaunch(container, REF), runCampaignLaunch(container, REF)]);
    await runCampaignLaunch(container, REF);
    expect(await loadRun(store, 'spring', 1)).toMatchObject({ audience: 600, entered: 600 });
    expect((await store.peopleInJourneys()).reduce((sum, { people }) => sum + people, 0)).toBe(600);
  });

  it('keeps what it failed of, and fails', async () => {
    const { container, store } = await aRun();
    await expect(runCampaignLaunch(container, { campaign: 'gone', run: 3 })).rejects.toThrow('gone');
    expect(await store.getValue('campaign-failure')).toContain('"campaign":"gone"');
    expect(await loadCampaign(store, 'gone')).toBeNull();
  });
});

describe('the launch of a campaign on AWS', () => {
  it('is one execution, looked at until it ended, and another where it failed', async () => {
    const started: string[] = [];
    const states: (JobState | null)[] = [
      { kind: 'running' },
      { kind: 'failed', error: 'LaunchFailed', cause: 'tables were busy' },
    ];
    const jobs: Jobs = {
      start: async (name, input, execution) => {
        started.push(`${name} ${JSON.stringify(input)}`);
        expect(execution).toMatch(/^[\w-]{1,80}$/);
        return { id: `${name}.${started.length}` };
      },
      look: async () => states.shift() ?? null,
    };
    const { container } = await aRun('running', { jobs });
    const launch = campaignLauncher(container);
    const job = await launch(REF, null);
    expect(await launch(REF, job)).toBe(job);
    expect(await launch(REF, job)).toBeNull();
    expect(await launch(REF, null)).toBe('campaign-launch.2');
    expect(started).toEqual(Array(2).fill('campaign-launch {"campaign":"spring","run":1}'));
  });
});
