import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../../support/tempDir.ts';
import { callCli, ok } from '../support/callCli.ts';

const dir = tempDir();
const FILE = join(dir, 'settings.yaml');
writeFileSync(FILE, 'seed: 7\n');
const WARNING = { severity: 'warning', path: 'messages.caps.0', message: 'it holds nothing', line: 3 };

describe('settings validate', () => {
  it('sends the file as it is, and exits 1 where it cannot be used', async () => {
    const problem = { ...WARNING, severity: 'error' };
    const call = await callCli(['settings', 'validate', FILE], {
      answer: () => ok({ valid: false, problems: [problem] }),
    });
    expect(call.requests).toEqual([
      { method: 'POST', path: '/v1/settings/validate', body: { source: 'seed: 7\n' } },
    ]);
    expect(call.code).toBe(1);
    expect(call.out).toBe('settings.yaml:3: messages.caps.0: it holds nothing\n');
  });

  it('exits 0 where there are only warnings', async () => {
    const call = await callCli(['settings', 'validate', FILE], {
      answer: () => ok({ valid: true, problems: [WARNING] }),
    });
    expect(call.code).toBe(0);
    expect(call.err).toContain('can be used');
  });
});

describe('settings set', () => {
  it('puts the whole document into force, only over the version named', async () => {
    const call = await callCli(['settings', 'set', FILE, '--if-version', '4'], {
      answer: () => ok({ version: 5, changed: true, problems: [WARNING] }),
    });
    expect(call.requests).toEqual([
      { method: 'PUT', path: '/v1/settings', body: { source: 'seed: 7\n' }, headers: { 'if-match': '4' } },
    ]);
    expect(call.out).toBe(`${FILE} is in force from the next wave on, as version 5.\n`);
    expect(call.err).toContain('it holds nothing');
  });

  it('says where nothing changed', async () => {
    const call = await callCli(['settings', 'set', FILE], {
      answer: () => ok({ version: 5, changed: false, problems: [] }),
    });
    expect(call.out).toContain('in force already, version 5');
  });
});
