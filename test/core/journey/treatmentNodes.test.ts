import { describe, expect, it } from 'vitest';
import { journeySchema } from '../../../core/journey/definition.ts';
import { lintJourney } from '../../../core/journey/lint.ts';
import { nodeSchema, successors } from '../../../core/journey/nodes.ts';
import { migrated } from '../../../core/journey/migrate.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { HOUR_MS } from '../../../core/time.ts';
import { aJourney, anEnrolment, NOW } from '../../support/builders.ts';
import type { Nodes } from '../../support/steps.ts';

const TEXT = { en: 'x', 'zh-CN': 'x' };
const SURVEY = {
  type: 'survey',
  survey: 'nps',
  question: TEXT,
  scale: 'nps',
  template: 'ask',
  timeout: '7d',
  next: 'b',
  onTimeout: 'c',
};
const CHOICES = [
  { id: 'price', label: TEXT },
  { id: 'range', label: TEXT },
];

function problemsOf(node: object): string[] {
  const parsed = nodeSchema.safeParse(node);
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('what a step that gives may say', () => {
  it.each([
    [{ type: 'offer', next: 'a', otherwise: 'b' }, ': give exactly one of offer and ladder'],
    [
      { type: 'offer', offer: 'x', ladder: 'y', next: 'a', otherwise: 'b' },
      ': give exactly one of offer and ladder',
    ],
    [{ type: 'points', reason: TEXT, next: 'a' }, ': give exactly one of points and rule'],
    [{ type: 'points', points: 0, reason: TEXT, next: 'a' }, 'points: Too small'],
    [{ type: 'recommend', slot: 'best', next: 'a', otherwise: 'b' }, 'slot: Invalid option'],
    [{ type: 'task', subject: { en: 'x' }, next: 'a' }, 'subject.zh-CN: Invalid input'],
    [{ ...SURVEY, choices: CHOICES }, 'choices: the scale choice, and no other, has choices'],
    [{ ...SURVEY, scale: 'choice' }, 'choices: the scale choice, and no other, has choices'],
    [
      { ...SURVEY, scale: 'choice', choices: [CHOICES[0], CHOICES[0]] },
      'choices: two choices have the same id',
    ],
    [
      { ...SURVEY, scale: 'choice', choices: CHOICES, answers: [{ is: ['taste'], next: 'a' }] },
      'answers.0.is: there is no answer "taste"; there is: price, range',
    ],
    [
      { ...SURVEY, answers: [{ is: ['price'], next: 'a' }] },
      'answers.0: answers on the scale nps are told by min, max or both',
    ],
    [
      { ...SURVEY, scale: 'yes-no', answers: [{ min: 1, next: 'a' }] },
      'answers.0: answers on the scale yes-no are told by is',
    ],
    [{ ...SURVEY, answers: [{ next: 'a' }] }, 'answers.0: give either is, or min, max or both'],
  ])('refuses %j', (node, wanted) => {
    expect(problemsOf(node)).toContainEqual(expect.stringContaining(wanted));
  });

  it.each([
    [{ type: 'offer', offer: 'x', next: 'a', otherwise: 'b' }, ['a', 'b']],
    [{ type: 'points', points: 5, reason: TEXT, next: 'a' }, ['a']],
    [{ type: 'points', rule: 'r', reason: TEXT, next: 'a', otherwise: 'b' }, ['a', 'b']],
    [{ type: 'recommend', next: 'a', otherwise: 'b' }, ['a', 'b']],
    [{ ...SURVEY, answers: [{ min: 9, next: 'a' }] }, ['a', 'b', 'c']],
    [{ type: 'task', subject: TEXT, next: 'a' }, ['a']],
    [{ type: 'campaign', campaign: 'x', next: 'a' }, ['a']],
  ])('%j leads to %j', (node, wanted) => {
    expect(successors(nodeSchema.parse(node))).toEqual(wanted);
  });
});

describe('the lint of what is given', () => {
  const findings = (nodes: Nodes, known: object = {}) =>
    lintJourney(aJourney({ class: 'care', nodes, start: Object.keys(nodes)[0] ?? '' }), {
      templates: new Set(['hello']),
      messages: DEFAULT_SETTINGS.messages,
      ...known,
    }).map(({ severity, code, path }) => `${severity} ${code} ${path}`);
  const TELL: Nodes = {
    tell: { type: 'send', template: 'hello', next: 'done' },
    done: { type: 'end' },
  };
  const OFFER: Nodes = { gift: { type: 'offer', offer: 'basket', next: 'tell', otherwise: 'done' }, ...TELL };
  const LADDER: Nodes = { gift: { type: 'offer', ladder: 'lots', next: 'tell', otherwise: 'done' }, ...TELL };
  const CAMPAIGN: Nodes = {
    go: { type: 'campaign', campaign: 'spring', next: 'done' },
    done: { type: 'end' },
  };

  it.each([
    [
      'an offer nobody published',
      OFFER,
      { offers: new Set(['x']) },
      ['warning unknown-offer nodes.gift.offer'],
    ],
    ['an offer there is', OFFER, { offers: new Set(['basket']) }, []],
    ['an offer where nothing is known of offers', OFFER, {}, []],
    [
      'a ladder nobody published',
      LADDER,
      { ladders: new Set() },
      ['warning unknown-ladder nodes.gift.ladder'],
    ],
    [
      'a campaign there is not',
      CAMPAIGN,
      { journeys: new Set(['spring']) },
      ['error unknown-campaign nodes.go.campaign'],
    ],
    ['a campaign there is', CAMPAIGN, { journeys: new Set(['campaign-spring']) }, []],
    [
      'an offer nobody is told of',
      { gift: { type: 'offer', offer: 'basket', next: 'done', otherwise: 'done' }, done: { type: 'end' } },
      {},
      ['warning untold-offer nodes.gift'],
    ],
    [
      'a question without its template',
      {
        ask: { ...SURVEY, type: 'survey', scale: 'nps', next: 'done', onTimeout: 'done' },
        done: { type: 'end' },
      } satisfies Nodes,
      {},
      ['error unknown-template nodes.ask.template'],
    ],
  ] as const)('of %s', (_, nodes, known, wanted) => {
    expect(findings(nodes, known)).toEqual(wanted);
  });
});

describe('a passage that rests at an errand', () => {
  const definition = journeySchema.parse({
    ...aJourney(),
    start: 'gift',
    nodes: {
      gift: { type: 'offer', offer: 'x', next: 'done', otherwise: 'done' },
      other: { type: 'offer', offer: 'y', next: 'done', otherwise: 'done' },
      done: { type: 'end' },
    },
  });
  const resting = anEnrolment({ nodeId: 'gift', resting: true, dueAt: NOW + HOUR_MS });
  const to = { id: 'test', version: 2, publishedAt: NOW, definition };

  it('goes on resting in another version, where the same step asks', () => {
    expect(migrated(resting, definition, to, {}, NOW)).toMatchObject({
      kind: 'moved',
      enrolment: { nodeId: 'gift', resting: true, dueAt: NOW + HOUR_MS },
    });
  });

  it('asks anew where another step takes its place', () => {
    expect(migrated(resting, definition, to, { gift: 'other' }, NOW)).toMatchObject({
      kind: 'moved',
      enrolment: { nodeId: 'other', resting: false, dueAt: NOW },
    });
  });
});
