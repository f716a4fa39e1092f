import { describe, expect, it } from 'vitest';
import { journeySchema } from '../../../core/journey/definition.ts';
import { lintJourney } from '../../../core/journey/lint.ts';
import { someSettings } from '../../support/builders.ts';

const CONTEXT = {
  templates: new Set(['letter', 'text', 'novel']),
  sms: new Map([
    ['text', 3],
    ['novel', 4],
  ]),
  messages: someSettings().messages,
};

type Send = Readonly<Record<string, unknown>>;

/** A journey of these sends, one after the other. */
function journeyOf(sends: readonly Send[], of = 'care') {
  const nodes = sends.map((send, i) => [
    `n${i}`,
    { type: 'send', ...send, next: i + 1 < sends.length ? `n${i + 1}` : 'done' },
  ]);
  return journeySchema.parse({
    id: 'test',
    name: { en: 'Test', 'zh-CN': '测试' },
    topic: 'offers',
    class: of,
    entry: [{ on: 'event', event: 'Signed Up' }],
    start: 'n0',
    nodes: { ...Object.fromEntries(nodes), done: { type: 'end' } },
  });
}

function findings(sends: readonly Send[], of?: string): string[] {
  return lintJourney(journeyOf(sends, of), CONTEXT).map(
    ({ severity, code, path, message }) => `${severity} ${code} ${path}: ${message}`,
  );
}

const LETTER = { template: 'letter' };
const TEXT = { channel: 'sms', template: 'text' };
const CALL = { channel: 'webhook', url: 'https://shop.example/hooks' };

describe('the channels of a journey', () => {
  it('are right where each template is of its node’s channel', () => {
    expect(findings([LETTER, TEXT, CALL])).toEqual([]);
  });

  it.each([
    [
      'an SMS as a mail',
      { template: 'text' },
      'sms, and this node sends email; name another, or set channel: sms',
    ],
    [
      'a mail as an SMS',
      { ...TEXT, template: 'letter' },
      'email, and this node sends sms; name another, or set channel: email',
    ],
  ])('are wrong where a node sends %s', (_, send, words) => {
    expect(findings([send])).toEqual([
      `error wrong-channel nodes.n0.template: "${send.template}" is a template of ${words}`,
    ]);
  });

  it('are warned of where an SMS takes more than three parts', () => {
    expect(findings([{ ...TEXT, template: 'novel' }])).toEqual([
      expect.stringMatching(/^warning long-sms nodes\.n0\.template: "novel" goes out in 4 parts/),
    ]);
  });

  it('name a template nobody published once, whatever the channel', () => {
    expect(findings([{ ...TEXT, template: 'gone' }])).toEqual([
      expect.stringMatching(/^error unknown-template/),
    ]);
  });

  it('are not judged where nobody says which templates are SMS', () => {
    const { sms: _, ...without } = CONTEXT;
    expect(lintJourney(journeyOf([{ ...TEXT, template: 'letter' }]), without)).toEqual([]);
  });
});

describe('safeguards and caps', () => {
  const codes = (sends: readonly Send[]) => findings(sends, 'promotional').map((line) => line.split(' ')[1]);

  it('ask nothing of a journey that calls webhooks alone', () => {
    expect(codes([CALL, CALL, CALL, CALL])).toEqual([]);
  });

  it('count what one address gets: mails and SMS apart, webhooks not at all', () => {
    expect(codes([LETTER, LETTER, TEXT, TEXT, CALL, CALL])).toEqual(['no-holdout', 'no-exit']);
    expect(codes([TEXT, TEXT, LETTER, TEXT, TEXT])).toEqual(['no-holdout', 'no-exit', 'over-cap']);
  });
});
