import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { journeySchema } from '../../core/journey/definition.ts';
import { lintJourney } from '../../core/journey/lint.ts';
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';
import { loadShipped } from '../../workflows/shipped.ts';

const PAGE = readFileSync(new URL('../../docs/journeys.md', import.meta.url), 'utf8');

const BLOCKS = [...PAGE.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);

const part = z.record(z.string(), z.unknown());
const nodes = z.record(z.string(), z.looseObject({ type: z.string() }));

/** What a block leaves out. */
const BASE = {
  id: 'test',
  name: { en: 'Test', 'zh-CN': '测试' },
  topic: 'offers',
  class: 'care',
  entry: [{ on: 'event', event: 'Checkout Started', key: 'cart_id' }],
  start: 'done',
  nodes: { done: { type: 'end' } },
};

function definitionOf(text: string) {
  const block = part.parse(parse(text));
  const [start] = Object.keys(nodes.parse(block['nodes'] ?? BASE.nodes));
  return journeySchema.parse({ ...BASE, start, ...block });
}

const DEFINITIONS = BLOCKS.map((text) => definitionOf(text));

describe('the guide to journeys', () => {
  it('has examples', () => {
    expect(BLOCKS.length).toBeGreaterThan(6);
  });

  it.each(BLOCKS.map((text) => [text.split('\n').slice(0, 2).join(' '), text] as const))(
    'has an example that is valid: %s',
    (_, text) => {
      const { journeys, templates } = loadShipped();
      const context = {
        templates: new Set(templates.map(({ id }) => id)),
        journeys: new Set(journeys.map(({ id }) => id)),
        messages: DEFAULT_SETTINGS.messages,
      };
      const findings = lintJourney(definitionOf(text), context);
      // An example shows steps beside each other: not all of them lead on.
      const severe = findings.filter(
        ({ severity, code }) =>
          severity === 'error' && !['unreachable', 'unknown-arm', 'unknown-campaign'].includes(code),
      );
      expect(severe).toEqual([]);
    },
  );

  it('shows every kind of node, entry and exit', () => {
    const kinds = (schema: { options: readonly { shape: Record<string, unknown> }[] }, key: string) =>
      schema.options.map(({ shape }) => z.instanceof(z.ZodLiteral).parse(shape[key]).value);
    const { entry, nodes: record, exits } = journeySchema.shape;
    const shownNodes = DEFINITIONS.flatMap((one) => Object.values(one.nodes).map(({ type }) => type));
    const shownEntries = DEFINITIONS.flatMap((one) => one.entry.map(({ on }) => on));
    const shownExits = DEFINITIONS.flatMap((one) => one.exits.map(({ on }) => on));
    expect(new Set(shownNodes)).toEqual(new Set(kinds(record.valueType, 'type')));
    expect(new Set(shownEntries)).toEqual(new Set(kinds(entry.element, 'on')));
    expect(new Set(shownExits)).toEqual(new Set(kinds(exits.unwrap().element, 'on')));
  });
});
