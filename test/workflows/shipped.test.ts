import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isMessage, type JourneyDefinition } from '../../core/journey/definition.ts';
import { lintJourney } from '../../core/journey/lint.ts';
import { DEFAULT_SETTINGS, EDITIONS, type Settings } from '../../core/settings/settings.ts';
import { loadShipped, ShippedInvalid } from '../../workflows/shipped.ts';
import { shippedOffers } from '../../workflows/shippedProgramme.ts';

const FOR_ALL = [
  'anything-wrong',
  'greeting-birthday',
  'greeting-mid-autumn',
  'greeting-spring-festival',
  'nurture',
  'recommend-us',
  'regular-thanks',
  'thank-you',
  'welcome',
];
const OF_SHOPS = [
  'after-delivery',
  'back-in-stock',
  'cart-saved',
  'points-expiring',
  'price-drop',
  'refill',
  'saved-for-you',
  'second-order',
  'tier-near',
  'tier-reached',
  'win-back',
];
const OF_SERVICES = [
  'adverse-reaction',
  'course-follow-up',
  'visit-missed',
  'visit-opinion',
  'visit-reminder',
];
/** What asks to confirm a consent, answers to words somebody writes, and for shops that write the second letter after delivery as an SMS instead. */
const SENT_BY_NONE = ['confirm-consent', 'reply-help', 'reply-start', 'reply-stop', 'started-well-sms'];

const editions = EDITIONS.map((edition) => ({ edition, ...loadShipped(edition) }));

function idsOf(edition: Settings['shop']['edition']): string[] {
  return loadShipped(edition).journeys.map(({ id }) => id);
}

function sentBy({ nodes }: JourneyDefinition): string[] {
  return Object.values(nodes).flatMap((node) =>
    isMessage(node) && node.template !== undefined ? [node.template] : [],
  );
}

describe('the shipped journeys', () => {
  it('are 20 of shops and 14 of services, 9 of them of both', () => {
    expect(idsOf('shop')).toEqual([...FOR_ALL, ...OF_SHOPS].sort());
    expect(idsOf('service')).toEqual([...FOR_ALL, ...OF_SERVICES].sort());
  });

  it.each(editions)('pass the lint without a finding: $edition', ({ journeys, templates }) => {
    const context = {
      templates: new Set(templates.map(({ id }) => id)),
      journeys: new Set(journeys.map(({ id }) => id)),
      messages: DEFAULT_SETTINGS.messages,
    };
    expect(journeys.flatMap((journey) => lintJourney(journey, context))).toEqual([]);
  });

  it.each(editions)(
    'give what the shipped offers hold, and tell of all of it: $edition',
    ({ journeys, templates }) => {
      const offers = shippedOffers();
      const context = {
        templates: new Set(templates.map(({ id }) => id)),
        offers: new Set(offers?.offers.map(({ id }) => id)),
        ladders: new Set(offers?.ladders.map(({ id }) => id)),
        messages: DEFAULT_SETTINGS.messages,
      };
      expect(context.offers.size).toBeGreaterThan(0);
      expect(journeys.flatMap((journey) => lintJourney(journey, context))).toEqual([]);
    },
  );

  it.each(editions)('hold out a tenth before the first promotional message: $edition', ({ journeys }) => {
    const promotional = journeys.filter((journey) => journey.class === 'promotional');
    expect(promotional.map(({ id, start, nodes }) => [id, nodes[start]])).toEqual(
      promotional.map(({ id }) => [id, expect.objectContaining({ type: 'holdout', share: 0.1 })]),
    );
  });

  it.each(editions)('promote nothing to who has just ordered: $edition', ({ journeys }) => {
    const promotional = journeys.filter((journey) => journey.class === 'promotional');
    const deaf = promotional.filter(({ exits, goal }) => {
      const endings = goal === undefined ? exits : [...exits, goal];
      return !endings.some((one) => one.on === 'event' && one.event === 'Order Completed');
    });
    expect(deaf.map(({ id }) => id)).toEqual([]);
  });

  it.each(editions)('promote nothing after a reply: $edition', ({ journeys }) => {
    const promotional = journeys.filter((journey) => journey.class === 'promotional');
    const deaf = promotional.filter(
      ({ exits }) => !exits.some((exit) => exit.on === 'event' && exit.event === 'Reply Received'),
    );
    expect(deaf.map(({ id }) => id)).toEqual([]);
  });

  it('send every template, but those that stand in for another', () => {
    const sent = new Set(editions.flatMap(({ journeys }) => journeys.flatMap(sentBy)));
    const templates = loadShipped().templates.map(({ id }) => id);
    expect(templates.filter((id) => !sent.has(id))).toEqual(SENT_BY_NONE);
  });

  it.each(editions)('send no template from two journeys: $edition', ({ journeys }) => {
    const sent = journeys.flatMap((journey) => [...new Set(sentBy(journey))]);
    expect(new Set(sent).size).toBe(sent.length);
  });

  it('win back behind a gate in four letters: at once, after 10, 14 and 21 days, then 14 days of silence', () => {
    const winBack = editions[0]?.journeys.find(({ id }) => id === 'win-back');
    const steps = Object.values(winBack?.nodes ?? {}).map((node) => {
      if (node.type === 'wait') return node.for;
      if (node.type === 'wait-for') return node.timeout;
      if (node.type === 'exit') return node.reason;
      return node.type === 'send' ? node.template : node.type;
    });
    expect(steps).toEqual([
      'holdout',
      'branch',
      'the shop ends it',
      'moved, or not there any more',
      'put-right',
      '30d',
      'jump',
      'win-back-reason',
      'branch',
      '10d',
      'recommend',
      'win-back-mended',
      '7d',
      'branch',
      'task',
      '7d',
      'offer',
      'win-back-until',
      '21d',
      'win-back-choice',
      '14d',
      'update',
      'end',
    ]);
    expect(winBack?.reentry).toEqual({ after: '180d' });
  });
});

describe('loadShipped', () => {
  function problemsWhen(change: (dir: string) => void): readonly string[] {
    const dir = mkdtempSync(join(tmpdir(), 'shipped-'));
    try {
      for (const folder of ['journeys', 'templates'])
        cpSync(join(import.meta.dirname, '../../workflows', folder), join(dir, folder), { recursive: true });
      change(dir);
      loadShipped('shop', dir);
      return [];
    } catch (error) {
      if (error instanceof ShippedInvalid) return error.problems;
      throw error;
    } finally {
      rmSync(dir, { recursive: true });
    }
  }
  function edit(file: string, from: string, to: string): (dir: string) => void {
    return (dir) => {
      const path = join(dir, file);
      writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
    };
  }

  function addSms(english: string): (dir: string) => void {
    return (dir) => {
      const folder = join(dir, 'templates', 'an-sms');
      mkdirSync(folder);
      writeFileSync(join(folder, 'template.yaml'), 'channel: sms\n');
      writeFileSync(join(folder, 'en.txt'), `${english}\n`);
      writeFileSync(join(folder, 'zh-CN.txt'), '您好\n');
    };
  }

  it('loads what is right', () => {
    expect(problemsWhen(() => {})).toEqual([]);
  });

  it('loads an SMS: a line that says so, and a text in each language', () => {
    expect(problemsWhen(addSms('Hello from {{ shop.name }}'))).toEqual([]);
  });

  it.each([
    [
      'a duration nobody can read',
      edit('journeys/shop/win-back.yaml', 'for: 10d', 'for: ten days'),
      /^journeys\/shop\/win-back\.yaml: nodes\.wait-for-reason\.for: write a duration/,
    ],
    [
      'a journey under another name',
      edit('journeys/welcome.yaml', 'id: welcome', 'id: hello'),
      /^journeys\/welcome\.yaml: id: is "hello"/,
    ],
    [
      'a template nobody wrote',
      edit('journeys/thank-you.yaml', 'template: thank-you-habits', 'template: thanks'),
      /^journeys\/thank-you\.yaml: nodes\.habits\.template: there is no template "thanks"/,
    ],
    [
      'a field that is missing',
      edit('templates/win-back-choice/template.yaml', 'subject:', 'subjekt:'),
      /^templates\/win-back-choice\/template\.yaml: locales\.en\.subject: /,
    ],
    [
      'broken YAML',
      edit('templates/win-back-choice/template.yaml', 'locales:', 'locales: ['),
      /^templates\/win-back-choice\/template\.yaml: .+ at line \d+/,
    ],
    [
      'a language that is missing',
      (dir: string) => rmSync(join(dir, 'templates/welcome-picks/zh-CN.txt')),
      /^templates\/welcome-picks\/zh-CN\.txt: the file is missing/,
    ],
    ['an SMS without words', addSms(''), /^templates\/an-sms\/template\.yaml: locales\.en\.text: /],
    [
      'a subject on an SMS',
      (dir: string) => {
        addSms('Hello')(dir);
        writeFileSync(join(dir, 'templates/an-sms/template.yaml'), 'channel: sms\nsubject: Hello\n');
      },
      /^templates\/an-sms\/template\.yaml: .*subject/,
    ],
    [
      'an SMS where a mail is sent',
      (dir: string) => {
        addSms('Hello')(dir);
        edit('journeys/thank-you.yaml', 'template: thank-you-habits', 'template: an-sms')(dir);
      },
      /^journeys\/thank-you\.yaml: nodes\.habits\.template: "an-sms" is no template of email/,
    ],
    [
      'a part that is missing',
      (dir: string) => rmSync(join(dir, 'templates/shared/picks.mjml')),
      /^templates\/shared\/picks\.mjml: the file is missing/,
    ],
  ])('names the file and the field of %s', (_, change, wanted) => {
    expect(problemsWhen(change)).toContainEqual(expect.stringMatching(wanted));
  });
});
