import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { callCli } from '../cli/support/callCli.ts';

const page = readFileSync(new URL('../../docs/journey-tests.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/```(?:yaml|text)\n([\s\S]*?)```/g)].map(([, block = '']) => block);
const [file = '', passing, change = '', failing] = blocks;

const dir = mkdtempSync(join(tmpdir(), 'journey-tests-'));
afterAll(() => rmSync(dir, { recursive: true }));

async function test(text: string) {
  writeFileSync(join(dir, 'basket.test.yaml'), text);
  return callCli(['journeys', 'test', 'basket.test.yaml', '--lang', 'en'], { workingDir: dir });
}

describe('docs/journey-tests.md', () => {
  it('shows cases that pass, and what is said of them', async () => {
    expect(await test(file)).toMatchObject({ code: 0, out: passing, err: '' });
  });

  it('shows what is said where one fails', async () => {
    const firstEvent = '{ at: +0m, event: Checkout Started, properties: { cart_id: c1 } }\n';
    const changed = file.replace(firstEvent, `${firstEvent}${change}`);
    expect(await test(changed)).toMatchObject({ code: 1, out: failing, err: '' });
  });
});
