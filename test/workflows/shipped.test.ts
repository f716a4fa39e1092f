import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintJourney } from '../../core/journey/lint.ts';
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';
import { loadShipped, ShippedInvalid } from '../../workflows/shipped.ts';

const shipped = loadShipped();
describe('the shipped journeys', () => {
  it('are win-back, welcome and thank-you', () => {
    expect(shipped.journeys.map(({ id }) => id)).toEqual(['thank-you', 'welcome', 'win-back']);
  });

  it('pass the lint without a finding', () => {
    const context = {
      templates: new Set(shipped.templates.map(({ id }) => id)),
      messages: DEFAULT_SETTINGS.messages,
    };
    for (const journey of shipped.journeys) expect(lintJourney(journey, context)).toEqual([]);
  });

  it('hold out a tenth before the first promotional message, and stop at an order', () => {
    for (const { class: messageClass, start, nodes, exits, goal } of shipped.journeys) {
      if (messageClass !== 'promotional') continue;
      expect(nodes[start]).toMatchObject({ type: 'holdout', share: 0.1 });
      expect(exits).toContainEqual({ on: 'event', event: 'Order Completed' });
      expect(goal).toEqual({ on: 'event', event: 'Order Completed' });
    }
  });

  it('send no template twice', () => {
    const sent = shipped.journeys.flatMap(({ nodes }) =>
      Object.values(nodes).flatMap((node) => (node.type === 'send' ? [node.template] : [])),
    );
    expect(new Set(sent).size).toBe(sent.length);
  });

  it('win back in four letters: at once, after 10, 14 and 21 days, then 14 days of silence', () => {
    const winBack = shipped.journeys.find(({ id }) => id === 'win-back');
    const steps = Object.values(winBack?.nodes ?? {}).map((node) =>
      node.type === 'wait' ? node.for : node.type === 'send' ? node.template : node.type,
    );
    expect(steps).toEqual([
      'holdout',
      'win-back-reason',
      '10d',
      'win-back-mended',
      '14d',
      'win-back-until',
      '21d',
      'win-back-choice',
      '14d',
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
      edit('journeys/win-back.yaml', 'for: 10d', 'for: ten days'),
      /^journeys\/win-back\.yaml: nodes\.wait-for-reason\.for: write a duration/,
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
