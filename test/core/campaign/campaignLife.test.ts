import { describe, expect, it } from 'vitest';
import {
  approved,
  type Campaign,
  CAMPAIGN_STATES,
  cancelled,
  draftOf,
  edited,
  finished,
  launched,
  type Moved,
  paused,
  resumed,
  submitted,
} from '../../../core/campaign/campaign.ts';
import {
  approveCampaign,
  cloneCampaign,
  createCampaign,
  launchCampaign,
  submitCampaign,
} from '../../../core/campaign/control.ts';
import { settingsSchema } from '../../../core/settings/settings.ts';
import { NOW } from '../../support/builders.ts';
import { aCampaign, aCampaignWorld, must, OPEN_SETTINGS } from '../../support/campaignWorld.ts';

const MIA = { at: NOW, by: 'mia' };
const NOA = { at: NOW, by: 'noa' };
const definition = aCampaign();

function inState(state: Campaign['state']): Campaign {
  return { ...draftOf(definition, MIA), state, pausedFrom: 'running' };
}

const MOVES: Readonly<Record<string, (campaign: Campaign) => Moved>> = {
  edit: (campaign) => edited(campaign, definition, MIA),
  submit: (campaign) =>
    submitted(campaign, { definition, counted: { people: 5, isWhole: true }, approvalAbove: 10 }, MIA),
  approve: (campaign) => approved(campaign, NOA),
  launch: (campaign) => launched(campaign, { journeyVersion: 1, next: null, runsAtOnce: false }, MIA),
  pause: (campaign) => paused(campaign, MIA),
  resume: (campaign) => resumed(campaign, MIA),
  cancel: (campaign) => cancelled(campaign, MIA),
  finish: (campaign) => finished(campaign, 'over', MIA),
};

const ALLOWED: Readonly<Record<string, Partial<Record<Campaign['state'], Campaign['state']>>>> = {
  edit: { draft: 'draft', 'awaiting-approval': 'draft', approved: 'draft' },
  submit: { draft: 'approved' },
  approve: { 'awaiting-approval': 'approved' },
  launch: { approved: 'scheduled' },
  pause: { scheduled: 'paused', running: 'paused' },
  resume: { paused: 'running' },
  cancel: {
    draft: 'cancelled',
    'awaiting-approval': 'cancelled',
    approved: 'cancelled',
    scheduled: 'cancelled',
    running: 'cancelled',
    paused: 'cancelled',
  },
  finish: { scheduled: 'done', running: 'done' },
};

describe.each(Object.entries(MOVES))('%s', (name, move) => {
  it.each(CAMPAIGN_STATES)('of a campaign that is %s', (state) => {
    const before = inState(state);
    const moved = move(before);
    const to = ALLOWED[name]?.[state];
    if (to === undefined) {
      expect(moved).toMatchObject({ kind: 'refused', code: 'campaign-state' });
      expect(moved.kind === 'refused' ? moved.remedy : '').not.toBe('');
      return;
    }
    const { campaign } = moved.kind === 'moved' ? moved : { campaign: null };
    expect(campaign).toMatchObject({ state: to, version: before.version + 1 });
    expect(campaign?.log.at(-1)).toMatchObject({
      at: NOW,
      did: name,
      by: name === 'approve' ? 'noa' : 'mia',
    });
  });
});

describe('a move that has been made', () => {
  it.each<[Campaign['state'], string]>([
    ['scheduled', 'it is launched already'],
    ['running', 'it is launched already'],
    ['paused', 'it is launched already'],
    ['done', 'clone it'],
    ['draft', 'submit it'],
  ])('of a launch while it is %s: %s', (state, remedy) => {
    const moved = MOVES['launch']?.(inState(state));
    expect(moved?.kind === 'refused' ? moved.remedy : '').toContain(remedy);
  });

  it('is no reason to submit it again', () => {
    const moved = MOVES['approve']?.(inState('approved'));
    expect(moved?.kind === 'refused' ? moved.remedy : '').toBe(
      'it is approved; launch it: perennial campaigns launch spring',
    );
  });
});

describe('an approval', () => {
  it('is asked for above the size, and not by its author, whoever changed or submitted it', async () => {
    const settings = settingsSchema.parse({ ...OPEN_SETTINGS, campaigns: { approvalAbove: 5 } });
    const shop = await aCampaignWorld({ settings });
    await shop.people(6);
    const deps = await shop.deps();
    must(await createCampaign(deps, definition, MIA));
    must(await createCampaign(deps, aCampaign({ priority: 60 }), { at: NOW, by: 'ada' }));
    expect(must(await submitCampaign(deps, 'spring', { at: NOW, by: 'kim' }))).toMatchObject({
      state: 'awaiting-approval',
      size: 6,
    });
    expect(await launchCampaign(deps, 'spring', NOA)).toMatchObject({ code: 'approval-needed' });
    for (const by of ['mia', 'ada', 'kim'])
      expect(await approveCampaign(deps, 'spring', { at: NOW, by })).toMatchObject({
        code: 'approval-by-author',
      });
    expect(must(await approveCampaign(deps, 'spring', NOA)).state).toBe('approved');
    must(await createCampaign(deps, definition, MIA));
    expect((await shop.campaign()).state).toBe('draft');
  });

  it('is asked for where there was no time to count everybody', async () => {
    const shop = await aCampaignWorld();
    await shop.people(6);
    const deps = { ...(await shop.deps()), mayGoOn: () => false };
    must(await createCampaign(deps, definition, MIA));
    expect(must(await submitCampaign(deps, 'spring', MIA))).toMatchObject({
      state: 'awaiting-approval',
      size: 0,
    });
    expect((await shop.campaign()).log.at(-1)?.note).toContain('no time to count');
  });

  it('cannot be avoided by a definition that asks for more than the settings', async () => {
    const settings = settingsSchema.parse({ ...OPEN_SETTINGS, campaigns: { approvalAbove: 5 } });
    const shop = await aCampaignWorld({ settings });
    await shop.people(6);
    const deps = await shop.deps();
    must(await createCampaign(deps, aCampaign({ approvalAbove: 1_000_000 }), MIA));
    expect(must(await submitCampaign(deps, 'spring', MIA)).state).toBe('awaiting-approval');
  });

  it('of two people at once is one', async () => {
    const settings = settingsSchema.parse({ ...OPEN_SETTINGS, campaigns: { approvalAbove: 0 } });
    const shop = await aCampaignWorld({ settings });
    await shop.people(1);
    const deps = await shop.deps();
    must(await createCampaign(deps, definition, MIA));
    must(await submitCampaign(deps, 'spring', MIA));
    const both = await Promise.all([
      approveCampaign(deps, 'spring', NOA),
      approveCampaign(deps, 'spring', { at: NOW, by: 'kim' }),
    ]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(['moved', 'refused']);
  });
});

describe('a campaign that was launched', () => {
  it('stays as it is: an edit is refused with a remedy, and a clone is a draft of its own', async () => {
    const shop = await aCampaignWorld();
    await shop.people(1);
    await shop.launch(definition);
    const deps = await shop.deps();
    expect(await createCampaign(deps, aCampaign({ priority: 1 }), MIA)).toMatchObject({
      code: 'campaign-state',
      remedy: expect.stringContaining('clone'),
    });
    expect(must(await cloneCampaign(deps, 'spring', 'summer', NOA))).toMatchObject({
      id: 'summer',
      state: 'draft',
      authors: ['noa'],
      launchedAt: null,
    });
    expect(await cloneCampaign(deps, 'spring', 'summer', NOA)).toMatchObject({ code: 'campaign-exists' });
  });

  it('is refused where its time is over, and where its segment is not published', async () => {
    const shop = await aCampaignWorld();
    const deps = await shop.deps();
    must(await createCampaign(deps, aCampaign({ schedule: { on: 'instant', at: '2020-01-01' } }), MIA));
    must(await submitCampaign(deps, 'spring', MIA));
    expect(await launchCampaign(deps, 'spring', MIA)).toMatchObject({ code: 'campaign-too-late' });
    must(await createCampaign(deps, aCampaign({ audience: undefined, segment: 'gone' }), MIA));
    expect(await submitCampaign(deps, 'spring', MIA)).toMatchObject({ code: 'unknown-segment' });
  });
});
