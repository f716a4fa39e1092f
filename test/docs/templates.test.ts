import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadShipped } from '../../workflows/shipped.ts';
import { mergeVariables } from '../support/mergeVariables.ts';

const ALWAYS_THERE = /^(?:customer\.first_name|shop\.(?:name|website|postal_address)|links\..*|now\.date)$/;

describe('docs/templates.md', () => {
  const page = readFileSync(new URL('../../docs/templates.md', import.meta.url), 'utf8');

  it('names every shipped template with the data it uses', () => {
    const rows = [...page.matchAll(/^\| `([a-z0-9-]+)` \| (?:[IDSW]\d|service) \| .* \| (.*) \|$/gm)].map(
      ([, id = '', uses = '']) => ({ id, uses: [...uses.matchAll(/`([\w.]+)`/g)].map(([, name]) => name) }),
    );
    const shipped = loadShipped().templates.map(({ id, locales }) => ({
      id,
      uses: mergeVariables(JSON.stringify(locales)).filter((name) => !ALWAYS_THERE.test(name)),
    }));
    expect(rows.sort((a, b) => a.id.localeCompare(b.id))).toEqual(
      shipped.sort((a, b) => a.id.localeCompare(b.id)),
    );
  });
});
