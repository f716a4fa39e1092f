import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { parseSettings, readSettings, SettingsInvalid } from '../../../local/workspace/settingsFile.ts';
import { tempDir } from '../../support/tempDir.ts';

function refused(text: string): SettingsInvalid {
  try {
    parseSettings(text, 'settings.yaml');
  } catch (failure) {
    if (failure instanceof SettingsInvalid) return failure;
    throw failure;
  }
  throw new Error('the settings were accepted');
}

describe('settings', () => {
  it.each([
    ['an empty file', ''],
    ['nothing but comments', '# later\n'],
    ['an empty document', '---\n'],
    ['a section left as it is', 'shop: {}\n'],
  ])('of %s are the defaults', (_, text) => {
    expect(parseSettings(text, 'settings.yaml')).toEqual(DEFAULT_SETTINGS);
  });

  it('are what the file says, and the defaults beside it', () => {
    const text =
      'shop:\n  name: Kettle & Leaf\n  zone: Europe/Berlin\nmessages:\n  quietHours: null\nseed: 7\n';
    const settings = parseSettings(text, 'settings.yaml');
    expect(settings.shop).toEqual({ ...DEFAULT_SETTINGS.shop, name: 'Kettle & Leaf', zone: 'Europe/Berlin' });
    expect(settings.messages).toEqual({ ...DEFAULT_SETTINGS.messages, quietHours: [] });
    expect(settings.seed).toBe(7);
  });

  it.each([
    ['an unknown section', 'shop: {}\nshops: {}', 2, 'shops'],
    ['an unknown field', 'shop:\n  name: A\n  colour: red', 3, 'shop.colour'],
    ['a field of another type', 'seed: 1\nshop:\n  name: 5', 3, 'shop.name'],
    ['a share above 1', 'value:\n  margin: 1.2', 2, 'value.margin'],
    [
      'a time of day that is none',
      "messages:\n  quietHours:\n    from: '25:00'\n    until: '08:00'",
      3,
      'messages.quietHours.from',
    ],
    [
      'a cap below none',
      'messages:\n  caps:\n    - { class: care, most: -1, withinDays: 7 }',
      3,
      'messages.caps.0.most',
    ],
    [
      'a cap on a class nobody knows',
      'messages:\n  caps:\n    - class: fun\n      most: 1\n      withinDays: 7',
      3,
      'messages.caps.0.class',
    ],
    ['a currency in words', 'shop:\n  currency: dollars', 2, 'shop.currency'],
    ['a zone of no map', 'shop:\n  zone: Europe/Nowhere', 2, 'shop.zone'],
    [
      'limits the wrong way round',
      'lifecycle:\n  stabilityEnterVariation: 2',
      2,
      'lifecycle.stabilityLeaveVariation',
    ],
    ['shares above everything', 'grades:\n  aShare: 0.9', 2, 'grades.bShare'],
    ['a model that is not there', 'value:\n  model: guess', 2, 'value.model'],
    ['one key twice', 'seed: 1\nseed: 2', 2, '(YAML)'],
    ['a bracket left open', 'shop: [', 1, '(YAML)'],
  ])('refuse %s, naming line and field', (_, text, line, path) => {
    const { problems, message, code } = refused(text);
    expect(code).toBe('settings-invalid');
    expect(problems).toContainEqual(expect.objectContaining({ line, path }));
    expect(message).toContain(`settings.yaml:${line}: ${path}: `);
  });

  it.each([
    ['a list', '- 1', '(whole file)'],
    ['an alias of nothing', 'shop: *unknown', '(YAML)'],
  ])('refuse %s, of which no line is known', (_, text, path) => {
    expect(refused(text).problems).toEqual([expect.objectContaining({ line: null, path })]);
  });

  it('name every problem at once', () => {
    const { problems } = refused('seed: x\nshop:\n  locale: fr\n  website: nowhere\n');
    expect(problems.map(({ line, path }) => [line, path])).toEqual([
      [3, 'shop.locale'],
      [4, 'shop.website'],
      [1, 'seed'],
    ]);
  });
});

describe('readSettings', () => {
  const dir = tempDir();

  it('reads the file, and takes the defaults where there is none', () => {
    const file = join(dir, 'settings.yaml');
    expect(readSettings(file)).toBe(DEFAULT_SETTINGS);
    writeFileSync(file, 'seed: 3\n');
    expect(readSettings(file).seed).toBe(3);
  });

  it('names the file in what it refuses', () => {
    const file = join(dir, 'broken.yaml');
    writeFileSync(file, 'seed: 3.5\n');
    expect(() => readSettings(file)).toThrow(`${file}:1: seed: `);
  });
});
