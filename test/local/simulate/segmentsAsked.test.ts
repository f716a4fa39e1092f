import { describe, expect, it } from 'vitest';
import type { JourneyDefinition } from '../../../core/journey/definition.ts';
import { publishedPart } from '../../../core/programme/programme.ts';
import { segmentSchema, segmentsOf } from '../../../core/segment/definition.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { withSegmentsAsked } from '../../../local/simulate/segmentsAsked.ts';
import { shippedProgramme } from '../../../workflows/shippedProgramme.ts';
import { aJourney } from '../../support/builders.ts';
import { aTemplate } from '../../support/journeyWorld.ts';
import { anOffer, someOffers } from '../../support/offerWorld.ts';
import { aHistory, ASSUMING, FROM, run, SHIPPED } from './history.ts';

const RULES = {
  buyers: { orders: { min: 1 } },
  'many-orders': { all: [{ segment: 'buyers' }, { orders: { min: 5 } }] },
  late: { daysSinceLastOrder: { min: 30 } },
};

function published(definition: unknown): string {
  return JSON.stringify({ version: 1, at: FROM, definition });
}

const SEGMENTS = published({
  segments: Object.entries(RULES).map(([id, rule]) => ({
    segment: segmentSchema.parse({ id, kind: 'live', name: { en: id, 'zh-CN': id }, rule }),
    revision: 1,
  })),
});

const PLAIN = aJourney({ id: 'plain' });
const ASKING = aJourney({
  id: 'asking',
  entry: [{ on: 'segment', segment: 'many-orders', change: 'entered' }],
});

function keptOf(journeys: readonly JourneyDefinition[], offers: Record<string, string> = {}): string[] {
  const { segments } = withSegmentsAsked({ segments: SEGMENTS, ...offers }, journeys);
  return [...segmentsOf({ segments: publishedPart(segments ?? null) }).byId.keys()];
}

describe('segments of a simulation', () => {
  it.each([
    ['nobody asks for', [PLAIN], {}, []],
    ['a journey waits for, with what their rules name', [PLAIN, ASKING], {}, ['buyers', 'many-orders']],
    [
      'an offer asks for',
      [PLAIN],
      {
        offers: published(
          someOffers({ offers: [anOffer({ eligible: { segments: ['late'] } })], ladders: [] }),
        ),
      },
      ['late'],
    ],
  ])('are those %s', (_what, journeys, offers, kept) => {
    expect(keptOf(journeys, offers)).toEqual(kept);
  });

  it('that are left out change nothing of the report', async () => {
    const { loyalty, offers, winBack, segments } = shippedProgramme();
    const others = { loyalty: published(loyalty), offers: published(offers), 'win-back': published(winBack) };
    const all = segments.segments.map((segment) => ({ segment, revision: 1 }));
    const source = await aHistory();
    const report = (programme: Record<string, string>) =>
      run(source, ASSUMING, { definitions: { ...SHIPPED, settings: DEFAULT_SETTINGS, programme } });
    const [withAll, without] = [
      await report({ ...others, segments: published({ segments: all }) }),
      await report(others),
    ];
    expect(withAll).toEqual(without);
    expect(withAll.cost.offers).toBeDefined();
  });

  it('lead into the journeys that wait for them', async () => {
    const { entries } = await run(await aHistory(), ASSUMING, {
      definitions: {
        journeys: [{ ...ASKING, reentry: 'never' }],
        templates: [aTemplate('hello')],
        settings: DEFAULT_SETTINGS,
        programme: { segments: SEGMENTS },
      },
    });
    expect(entries['asking']?.entered).toBeGreaterThan(0);
  });
});
