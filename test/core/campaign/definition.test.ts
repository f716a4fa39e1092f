import { describe, expect, it } from 'vitest';
import { compileCampaign, WINNER_NODE } from '../../../core/campaign/compile.ts';
import { campaignOfJourney, campaignSchema, journeyIdOf } from '../../../core/campaign/definition.ts';
import { replayCampaign } from '../../../core/campaign/replay.ts';
import { lintJourney } from '../../../core/journey/lint.ts';
import { NO_PROGRAMME } from '../../../core/programme/programme.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { aCampaign } from '../../support/campaignWorld.ts';

const BASE = {
  id: 'spring',
  name: { en: 'Spring', 'zh-CN': '春季' },
  audience: { reachable: 'email' },
  topic: 'offers',
  messages: [{ template: 'hello' }],
};
const VARIANTS = [
  { id: 'a', messages: [{ template: 'hello' }] },
  { id: 'b', weight: 2, messages: [{ template: 'hello' }, { template: 'hello', after: '2d' }] },
];

const WRONG: readonly (readonly [string, Record<string, unknown>, string])[] = [
  ['neither segment nor audience', { audience: undefined }, 'say who it is for'],
  ['both segment and audience', { segment: 'regulars' }, 'not both'],
  ['no message', { messages: undefined }, 'give messages, or variants'],
  ['messages beside variants', { variants: VARIANTS }, 'give messages, or variants'],
  ['a first message that waits', { messages: [{ template: 'x', after: '1d' }] }, 'leave after out'],
  [
    'a second message that does not wait',
    { messages: [{ template: 'x' }, { template: 'y' }] },
    'say how long after',
  ],
  ['a test without variants', { test: {} }, 'a test needs variants'],
  [
    'a fallback that is no variant',
    { messages: undefined, variants: VARIANTS, test: { fallback: 'c' } },
    'no variant "c"',
  ],
  [
    'a test by a goal without one',
    { messages: undefined, variants: VARIANTS, test: { metric: 'goal' } },
    'has no goal',
  ],
  [
    'a test of a campaign with many runs',
    { messages: undefined, variants: VARIANTS, test: {}, schedule: { on: 'recurring', time: '09:00' } },
    'a test has one run',
  ],
  ['two variants of one id', { messages: undefined, variants: [VARIANTS[0], VARIANTS[0]] }, 'the same id'],
  [
    'a variant called rest',
    { messages: undefined, variants: [{ ...VARIANTS[0], id: 'rest' }, VARIANTS[1]] },
    'rest stands for',
  ],
  ['a holdout of receipts', { class: 'transactional', holdout: 0.1 }, 'only promotions are held out'],
  ['a pace of calls', { audience: undefined, schedule: { on: 'call' }, perHour: 5 }, 'let in at once'],
  ['a window of minutes', { outcome: { window: '5m' } }, 'less than an hour'],
  [
    'a day there is not',
    { schedule: { on: 'local-time', date: '2026-02-30', time: '09:00' } },
    'no such day',
  ],
  ['an hour there is not', { schedule: { on: 'local-time', date: '2026-02-20', time: '25:00' } }, 'HH:MM'],
  ['an unknown schedule', { schedule: { on: 'full-moon' } }, 'write schedule as'],
  ['an id too long for its journey', { id: 'a'.repeat(56) }, 'at most 55'],
  ['an id that is a path of the API', { id: 'history' }, 'choose another id'],
  ['a field nobody knows', { segmnt: 'x' }, 'Unrecognized key'],
];

describe('the definition of a campaign', () => {
  it.each(WRONG)('refuses %s', (_what, changed, said) => {
    const read = campaignSchema.safeParse({ ...BASE, ...changed });
    expect(read.error?.issues.map(({ message }) => message).join('; ') ?? 'accepted').toContain(said);
  });

  it('read twice says the same', () => {
    const once = aCampaign({ messages: undefined, variants: VARIANTS, test: {} });
    expect(campaignSchema.parse(JSON.parse(JSON.stringify(once)))).toEqual(once);
  });

  it('names its journey, and is named by it', () => {
    expect(campaignOfJourney(journeyIdOf('spring'))).toBe('spring');
    expect(campaignOfJourney('win-back')).toBeNull();
  });
});

describe('a campaign as a journey', () => {
  const shapes = {
    'one message': aCampaign(),
    'a sequence': aCampaign({
      messages: [{ template: 'hello' }, { template: 'other', after: '3d' }],
      holdout: 0.1,
    }),
    variants: aCampaign({ messages: undefined, variants: VARIANTS }),
    'a test': aCampaign({ messages: undefined, variants: VARIANTS, test: {}, holdout: 0.1 }),
    'by call': aCampaign({ audience: undefined, schedule: { on: 'call' } }),
  };

  it.each(Object.entries(shapes))('of %s has nothing that leads nowhere', (_name, definition) => {
    const lint = { templates: new Set(['hello', 'other']), messages: DEFAULT_SETTINGS.messages };
    const errors = lintJourney(compileCampaign(definition), lint).filter(
      ({ severity }) => severity === 'error',
    );
    expect(errors).toEqual([]);
  });

  it('shares a test out by weight, and lets the rest wait for the winner', () => {
    const { nodes } = compileCampaign(shapes['a test']);
    expect(nodes['variant']).toMatchObject({
      type: 'experiment',
      arms: [
        { id: 'a', share: expect.closeTo(0.2 / 3, 9) },
        { id: 'b', share: expect.closeTo(0.4 / 3, 9) },
        { id: 'rest', share: expect.closeTo(0.8, 9), next: WINNER_NODE },
      ],
    });
    expect(nodes[WINNER_NODE]).toMatchObject({
      decidedBy: 'campaign',
      arms: [
        { id: 'a', share: 1 },
        { id: 'b', share: 0 },
      ],
    });
  });
});

describe('a campaign to be replayed', () => {
  const on = { settings: DEFAULT_SETTINGS, programme: NO_PROGRAMME, from: Date.UTC(2026, 2, 10) };

  it('is entered by its schedule, with its test left out', () => {
    const replayed = replayCampaign(aCampaign({ messages: undefined, variants: VARIANTS, test: {} }), on);
    expect(replayed).toMatchObject({
      kind: 'journey',
      journey: {
        entry: [{ on: 'schedule', time: '00:00', monthDays: [10], where: { reachable: 'email' } }],
        reentry: 'never',
      },
    });
    expect(replayed.kind === 'journey' ? replayed.journey.nodes[WINNER_NODE] : null).toBeUndefined();
  });

  it('is refused where nobody knows whom it would reach', () => {
    expect(replayCampaign(aCampaign({ audience: undefined, schedule: { on: 'call' } }), on)).toMatchObject({
      code: 'campaign-not-replayed',
    });
    expect(replayCampaign(aCampaign({ audience: undefined, segment: 'gone' }), on)).toMatchObject({
      code: 'segment-not-replayed',
    });
  });
});
