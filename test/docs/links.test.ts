import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const PAGES = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** Without what is shown as code: an example is no link. */
function proseOf(page: string): string {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return text.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, '');
}

function linksOf(page: string): string[] {
  const prose = proseOf(page);
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)|\b(?:src|href)="([^"]+)"/g)];
  return targets
    .map(([, inText, inTag]) => inText ?? inTag ?? '')
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** Of each heading, as GitHub makes them: lower case, spaces as hyphens, other signs left out. */
function anchorsOf(page: string): Set<string> {
  const text = readFileSync(join(ROOT, page), 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '');
  const headings = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading);
  const plain = headings.map((heading) => heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1'));
  return new Set(
    plain.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(/\s/g, '-'),
    ),
  );
}

/** Why a link leads nowhere; null where it leads somewhere. */
function brokenBy(page: string, target: string): string | null {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path));
  if (!existsSync(join(ROOT, file))) return `${target}: there is no ${file}`;
  if (anchor === undefined || !file.endsWith('.md')) return null;
  return anchorsOf(file).has(anchor) ? null : `${target}: ${file} has no heading of that name`;
}

describe('links of the pages', () => {
  it('are many', () => {
    expect(PAGES.flatMap(linksOf).length).toBeGreaterThan(100);
  });

  it.each(PAGES)('lead somewhere: %s', (page) => {
    expect(linksOf(page).flatMap((target) => brokenBy(page, target) ?? [])).toEqual([]);
  });

  it('lead to every page', () => {
    const reached = PAGES.flatMap((page) =>
      linksOf(page).map((target) => relative(ROOT, join(ROOT, dirname(page), target.split('#')[0] ?? ''))),
    );
    // README names the folder of decisions.
    const alone = PAGES.filter((page) => page !== 'README.md' && !page.startsWith('docs/decisions/'));
    expect(alone.filter((page) => !reached.includes(page))).toEqual([]);
  });
});
