/**
 * Names that a template reads and nobody gives: they would render as nothing. What the engine gives is known name by name
 * (`mergeDataFor`), and so is what a shop fills in (docs/templates.md); the properties of an event are the shop's own.
 */
import { newPerson } from '../../../core/customer/person.ts';
import { customerId, decisionId } from '../../../core/ids.ts';
import type { Json, JsonObject } from '../../../core/json.ts';
import { mergeDataFor } from '../../../core/message/mergeData.ts';
import { nearest } from '../../../core/nearest.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { engineFor } from '../../shared/liquidEngine.ts';
import { finding, type TemplateField, type TemplateFinding } from './finding.ts';

/** Null: any name may follow. */
type Known = { readonly [name: string]: Known } | null;

const TEXT: Known = {};

function named(...names: readonly string[]): Known {
  return Object.fromEntries(names.map((name) => [name, TEXT]));
}

function isList(value: JsonObject | readonly Json[]): value is readonly Json[] {
  return Array.isArray(value);
}

/** Names of what the engine gives, read off an example. */
function shapeOf(example: JsonObject): Record<string, Known> {
  return Object.fromEntries(
    Object.entries(example).map(([name, value]) => {
      if (typeof value !== 'object' || value === null) return [name, TEXT];
      return [name, isList(value) ? null : shapeOf(value)];
    }),
  );
}

function knownData(): Record<string, Known> {
  const person = newPerson(customerId('somebody'), 0);
  const decision = {
    id: decisionId('somebody/x//1/y/1'),
    event: null,
    journeyId: 'x',
    nodeId: 'y',
    channel: 'email',
    given: { survey: {} },
  } as const;
  const given = shapeOf(mergeDataFor(decision, person, DEFAULT_SETTINGS, 0));
  return {
    ...given,
    event: null,
    data: null,
    picks: null,
    slots: null,
    dates: named('sunday', 'in_10_days'),
    offer: named('id', 'name', 'text', 'code', 'until', 'points'),
    points: named('given', 'available', 'reason'),
    survey: { ...named('id', 'question', 'scale', 'url'), answers: null },
    refill: named('name', 'url', 'runs_out'),
    note: named('text', 'name'),
    content: { story: named('text', 'name', 'url'), event: named('title', 'date', 'time', 'place', 'url') },
  };
}

/** Liquid answers these of any list or text. */
const OF_ANYTHING = new Set(['size', 'first', 'last']);

interface Unknown {
  readonly name: string;
  readonly nearest: string | null;
  readonly known: readonly string[];
}

/** The first part of a path that is not there; null where all of it may be. */
function unknownIn(path: readonly string[], data: Record<string, Known>): Unknown | null {
  let here: Known = data;
  for (const [at, name] of path.entries()) {
    if (here === null || (at > 0 && OF_ANYTHING.has(name)) || Object.keys(here).length === 0) return null;
    if (!Object.hasOwn(here, name)) {
      const before = path.slice(0, at);
      const known: string[] = Object.keys(here).map((one) => [...before, one].join('.'));
      const meant = nearest(name, Object.keys(here));
      return {
        name: path.slice(0, at + 1).join('.'),
        nearest: meant && [...before, meant].join('.'),
        known,
      };
    }
    here = here[name] ?? null;
  }
  return null;
}

let data: Record<string, Known> | null = null;

/** @param text Liquid that parses; where it does not, there are no findings: compiling says so. */
export function variableFindings(
  text: string,
  place: { readonly locale: string; readonly field: TemplateField },
): TemplateFinding[] {
  data ??= knownData();
  const known = data;
  const seen = new Set<string>();
  return readsOf(text, place).flatMap(({ path, line }) => {
    const unknown = unknownIn(path, known);
    if (unknown === null || seen.has(unknown.name)) return [];
    seen.add(unknown.name);
    const { name, nearest: meant } = unknown;
    return meant === null
      ? [finding('error', 'unknown-variable', { ...place, line }, { name, known: unknown.known.join(', ') })]
      : [finding('error', 'misspelt-variable', { ...place, line }, { name, nearest: meant })];
  });
}

function readsOf(text: string, { field, locale }: { locale: string; field: TemplateField }) {
  try {
    return engineFor(field === 'mjml' ? 'html' : 'plain', locale).reads(text);
  } catch {
    return [];
  }
}
