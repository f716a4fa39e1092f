import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { jsonSchemaOf, type WrittenDocument } from '../../core/jsonSchema.ts';
import { loadShipped } from '../../workflows/shipped.ts';

const SHIPPED = new URL('../../workflows/', import.meta.url).pathname;

function read(file: string): unknown {
  return parse(readFileSync(join(SHIPPED, file), 'utf8'));
}

function filesIn(folder: string): string[] {
  return readdirSync(join(SHIPPED, folder)).map((name) => join(folder, name));
}

/** As an editor has it: read back from the text that is printed. */
function schemaOf(document: WrittenDocument) {
  return z.fromJSONSchema(JSON.parse(JSON.stringify(jsonSchemaOf(document))));
}

const NAME = { en: 'Small', 'zh-CN': '小' };

const JOURNEY = {
  id: 'small',
  name: NAME,
  topic: 'offers',
  class: 'care',
  entry: [{ on: 'stage', to: 'decline' }],
  start: 'done',
  nodes: { done: { type: 'end' } },
};
const SEGMENT = { id: 'small', kind: 'live', name: NAME, rule: { event: 'Viewed', within: '3d' } };
const CAMPAIGN = { id: 'small', name: NAME, segment: 's', topic: 'offers', messages: [{ template: 't' }] };
const OFFER = { id: 'small', name: NAME, gives: { kind: 'percent-off', percent: 10 } };
const OFFERS = { assume: { orderMinor: 6000, margin: 0.4 }, offers: [OFFER] };
const LOYALTY = {
  name: NAME,
  earn: { order: { points: 1, perMinor: 100 } },
  tiers: [{ id: 'member', name: NAME, from: 0 }],
  qualify: { by: 'spend', windowMonths: 12, periodMonths: 12 },
  expiry: { kind: 'never' },
  redemption: { points: 100, valueMinor: 100, minimum: 100 },
};

interface Examples {
  readonly document: WrittenDocument;
  /** With defaults left out and one name where a list may stand. */
  readonly good: readonly unknown[];
  readonly shipped: readonly string[];
  readonly bad: readonly (readonly [what: string, document: unknown])[];
}

const EXAMPLES: readonly Examples[] = [
  {
    document: 'journey',
    good: [JOURNEY],
    shipped: [],
    bad: [
      ['a field nobody knows', { ...JOURNEY, colour: 'red' }],
      ['a missing name', { ...JOURNEY, name: undefined }],
      ['an unknown type of node', { ...JOURNEY, nodes: { done: { type: 'stop' } } }],
      ['an unknown stage', { ...JOURNEY, entry: [{ on: 'stage', to: 'gone' }] }],
    ],
  },
  {
    document: 'segments',
    good: [SEGMENT, { segments: [SEGMENT, { id: 'staff', kind: 'list', name: NAME }] }],
    shipped: filesIn('segments'),
    bad: [
      ['a rule of no kind', { ...SEGMENT, rule: { weather: 'fine' } }],
      ['a part of all that is none', { ...SEGMENT, rule: { all: [SEGMENT.rule, { grade: ['Z'] }] } }],
      ['a list with a rule', { ...SEGMENT, kind: 'list' }],
      ['one of many without an id', { segments: [{ ...SEGMENT, id: undefined }] }],
    ],
  },
  {
    document: 'campaign',
    good: [CAMPAIGN],
    shipped: filesIn('campaigns'),
    bad: [
      ['a name in one language', { ...CAMPAIGN, name: { en: 'Small' } }],
      ['an unknown schedule', { ...CAMPAIGN, schedule: { on: 'tomorrow' } }],
      ['one variant', { ...CAMPAIGN, variants: [{ id: 'a', messages: [{ template: 't' }] }] }],
      ['a holdout of everybody', { ...CAMPAIGN, holdout: 1 }],
    ],
  },
  {
    document: 'loyalty',
    good: [LOYALTY],
    shipped: ['loyalty.yaml'],
    bad: [
      ['no tier', { ...LOYALTY, tiers: [] }],
      ['points below 1', { ...LOYALTY, redemption: { ...LOYALTY.redemption, points: 0 } }],
      ['an unknown way to lapse', { ...LOYALTY, expiry: { kind: 'whenever' } }],
      ['a currency that is no code', { ...LOYALTY, currency: 'euro' }],
    ],
  },
  {
    document: 'offers',
    good: [OFFERS],
    shipped: ['offers.yaml'],
    bad: [
      ['nothing assumed', { offers: [OFFER] }],
      ['an unknown benefit', { ...OFFERS, offers: [{ ...OFFER, gives: { kind: 'wish' } }] }],
      ['a code too short', { ...OFFERS, offers: [{ ...OFFER, code: { kind: 'shared', code: 'A' } }] }],
      ['a ladder without rungs', { ...OFFERS, ladders: [{ id: 'l', rungs: [] }] }],
    ],
  },
  {
    document: 'win-back',
    good: [{}, { windowDays: 60 }],
    shipped: ['win-back.yaml'],
    bad: [
      ['a misspelt field', { windowDay: 60 }],
      ['too few by chance', { randomisedShare: 0.05 }],
      ['more than half left alone', { holdout: { share: 0.6 } }],
    ],
  },
];

describe.each(EXAMPLES)('the JSON Schema of $document', ({ document, good, shipped, bad }) => {
  const schema = schemaOf(document);

  it.each(good)('takes what people write: %j', (written) => {
    expect(schema.safeParse(written).error?.issues ?? []).toEqual([]);
  });

  it.each(shipped)('takes what ships: %s', (file) => {
    expect(schema.safeParse(read(file)).error?.issues ?? []).toEqual([]);
  });

  it.each(bad)('refuses %s', (_, written) => {
    expect(schema.safeParse(JSON.parse(JSON.stringify(written))).success).toBe(false);
  });
});

it.each(loadShipped().journeys.map((journey) => [journey.id, journey] as const))(
  'the JSON Schema of journeys takes what ships: %s',
  (_, journey) => {
    const written = JSON.parse(JSON.stringify(journey));
    expect(schemaOf('journey').safeParse(written).error?.issues ?? []).toEqual([]);
  },
);
