import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { variantsOf } from '../../core/campaign/definition.ts';
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';
import { checkCampaign } from '../../functions/shared/parseCampaign.ts';
import { loadShipped } from '../../workflows/shipped.ts';

const FOLDER = new URL('../../workflows/campaigns/', import.meta.url);
const ids = new Set(loadShipped().templates.map(({ id }) => id));
const lint = { templates: ids, messages: DEFAULT_SETTINGS.messages };

describe('campaigns that ship as a beginning', () => {
  it.each(readdirSync(FOLDER))('%s is valid, and its letters ship too', (name) => {
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    const { definition, problems } = checkCampaign(text, { lint, settings: DEFAULT_SETTINGS });
    expect(problems).toEqual([]);
    const letters = definition === null ? [] : variantsOf(definition).flatMap(({ messages }) => messages);
    expect(letters.length).toBeGreaterThan(0);
    for (const { template } of letters) expect(ids).toContain(template);
  });
});
