/** Answers about journeys and templates. */
import * as z from 'zod';
import { count, day, finding, instant, listOf, localised, maybeInstant, maybeText, open } from './parts.ts';

const byName = z.record(z.string(), count);

export const journey = z
  .strictObject({
    id: z.string(),
    version: count,
    publishedAt: instant,
    name: localised,
    topic: z.string(),
    class: z.string(),
    start: z.string(),
    nodes: open,
    definition: open,
    inside: count,
    byNode: byName,
    versions: z.array(z.strictObject({ version: count, people: count })),
    backlog: z
      .strictObject({ perDay: count, admitted: count, since: maybeText, next: maybeInstant })
      .nullable(),
    winners: z.array(z.strictObject({ node: z.string(), arm: z.string(), at: instant })),
  })
  .meta({ id: 'Journey' });
export const journeyList = listOf(journey);

const checked = { valid: z.boolean(), id: maybeText, problems: z.array(finding) };
export const journeyCheck = z.strictObject(checked);

const moved = z.strictObject({
  version: count,
  node: z.string(),
  people: count,
  to: maybeText,
  why: z.string(),
});

const plan = z.strictObject({
  id: z.string(),
  kind: z.enum(['new', 'changed', 'texts', 'unchanged']),
  running: count.nullable(),
  version: count,
  difference: open.nullable(),
  people: z.array(moved),
  backlog: z.strictObject({ matching: count }).nullable(),
});

export const journeyPlan = z.strictObject({
  items: z.array(z.strictObject({ name: maybeText, ...checked, plan: plan.nullable() })),
  order: z.array(z.string()),
  history: z.strictObject({ from: day, to: day }).nullable(),
});

export const publication = z.strictObject({
  id: z.string(),
  version: count,
  changed: z.boolean(),
  first: z.boolean(),
  backlog: z.strictObject({ matching: count, perDay: count.nullable(), days: count.nullable() }).nullable(),
  problems: z.array(finding),
});

export const migration = z.union([
  z.strictObject({ journey: z.string(), to: count, rows: z.array(moved) }),
  z.strictObject({
    journey: z.string(),
    to: count,
    moved: count,
    stayed: count,
    missed: count,
    next: maybeText,
  }),
]);

export const entry = z.strictObject({
  journey: z.string(),
  customer: z.string(),
  key: z.string(),
  outcome: z.enum(['entered', 'refused', 'repeated']),
  reason: maybeText,
});

const templateHead = {
  id: z.string(),
  kind: z.literal('template'),
  version: count,
  publishedAt: instant,
  channel: z.enum(['email', 'sms']),
  class: maybeText,
  locales: z.array(z.string()),
  subjects: z.record(z.string(), z.string()),
  journeys: z.array(z.string()),
};

const blockHead = { id: z.string(), kind: z.literal('block'), version: count, publishedAt: instant };

export const templateList = z.strictObject({
  items: z.array(z.strictObject(templateHead)),
  blocks: z.array(
    z.strictObject({ ...blockHead, locales: z.array(z.string()), templates: z.array(z.string()) }),
  ),
});

export const template = z.discriminatedUnion('kind', [
  z.strictObject({ ...templateHead, blocks: z.array(z.string()), source: open }),
  z.strictObject({ ...blockHead, source: open }),
]);

export const templateLint = z.looseObject({ items: z.array(z.looseObject({ valid: z.boolean() })) });

export const templatePublication = z.looseObject({
  items: z.array(
    z.looseObject({
      kind: z.enum(['template', 'block']),
      id: z.string(),
      version: count,
      changed: z.boolean(),
    }),
  ),
  republished: z.array(z.strictObject({ id: z.string(), version: count })),
  problems: z.array(z.looseObject({ message: z.string() })),
});

export const shippedTemplates = z.strictObject({ published: z.array(z.string()) });

/** Of a mail with subject, preheader and HTML, of an SMS with its parts. */
export const preview = z.looseObject({
  id: z.string(),
  version: count,
  channel: z.enum(['email', 'sms']),
  customer: maybeText,
  locale: z.string(),
  text: z.string(),
});

export const testSends = z.strictObject({
  customer: maybeText,
  items: z.array(
    z.strictObject({
      decisionId: z.string(),
      template: z.string(),
      channel: z.enum(['email', 'sms']),
      locale: z.string(),
      to: z.string(),
      outcome: z.enum(['sent', 'failed', 'unknown']),
      reason: maybeText,
    }),
  ),
});
