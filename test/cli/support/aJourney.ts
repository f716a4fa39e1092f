/** Journeys for tests of the drawing. */
import { type JourneyDefinition, journeySchema } from '../../../core/journey/definition.ts';
import type { JourneyView } from '../../../cli/answers/journey.ts';

export function aDefinition(nodes: unknown, start: string, more: object = {}): JourneyDefinition {
  return journeySchema.parse({
    id: 'test',
    name: { en: 'Test', 'zh-CN': '测试' },
    topic: 'offers',
    class: 'promotional',
    entry: [{ on: 'event', event: 'Signed Up' }],
    start,
    nodes,
    ...more,
  });
}

export function aView(definition: JourneyDefinition, more: Partial<JourneyView> = {}): JourneyView {
  const { id, name, topic } = definition;
  return {
    id,
    version: 3,
    name,
    topic,
    class: definition.class,
    inside: 0,
    versions: [],
    byNode: {},
    winners: [],
    definition,
    ...more,
  };
}
