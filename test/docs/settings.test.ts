import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { DEFAULT_SETTINGS, settingsSchema } from '../../core/settings/settings.ts';

describe('docs/settings.md', () => {
  it('shows every setting with its default', () => {
    const page = readFileSync(new URL('../../docs/settings.md', import.meta.url), 'utf8');
    const block = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    const shown: unknown = parse(block);
    expect(shown).toEqual(DEFAULT_SETTINGS);
    expect(settingsSchema.parse(shown)).toEqual(DEFAULT_SETTINGS);
  });
});
