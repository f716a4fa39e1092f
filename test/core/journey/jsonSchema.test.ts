import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { journeyJsonSchema } from '../../../core/journey/jsonSchema.ts';
import { loadShipped } from '../../../workflows/shipped.ts';

const SCHEMA = z.fromJSONSchema(JSON.parse(JSON.stringify(journeyJsonSchema())));

const SMALL = {
  id: 'small',
  name: { en: 'Small', 'zh-CN': '小' },
  topic: 'offers',
  class: 'care',
  entry: [{ on: 'stage', to: 'decline' }],
  start: 'done',
  nodes: { done: { type: 'end' } },
};

describe('the JSON Schema of journeys', () => {
  it('takes what people write, with defaults left out and one name where a list may stand', () => {
    expect(SCHEMA.safeParse(SMALL).success).toBe(true);
  });

  it.each(loadShipped().journeys.map((journey) => [journey.id, journey] as const))(
    'takes what ships: %s',
    (_, journey) => {
      expect(SCHEMA.safeParse(JSON.parse(JSON.stringify(journey))).error?.issues ?? []).toEqual([]);
    },
  );

  it.each([
    ['a field nobody knows', { ...SMALL, colour: 'red' }],
    ['a missing name', { ...SMALL, name: undefined }],
    ['an unknown type of node', { ...SMALL, nodes: { done: { type: 'stop' } } }],
    ['an unknown stage', { ...SMALL, entry: [{ on: 'stage', to: 'gone' }] }],
  ])('refuses %s', (_, definition) => {
    expect(SCHEMA.safeParse(JSON.parse(JSON.stringify(definition))).success).toBe(false);
  });
});
