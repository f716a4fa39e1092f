/** The app as `npx cdk synth` runs it: a configuration in, four templates out, no finding of cdk-nag. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../support/tempDir.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const FOLDER = tempDir();

function synth(context: Record<string, unknown>) {
  const outdir = mkdtempSync(join(FOLDER, 'synth-'));
  const env = { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['infra/app.ts'], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
  });
  return { outdir, status, said: `${stdout}${stderr}` };
}

describe('cdk synth', () => {
  it('makes four stacks, and cdk-nag finds nothing', () => {
    const { outdir, status, said } = synth({
      'email.address': 'hello@shop.example',
      'brand.postalAddress': '1 Street',
    });
    expect({ status, said }).toEqual({ status: 0, said: '' });
    const templates = readdirSync(outdir).filter((file) => file.endsWith('.template.json'));
    expect(templates.toSorted()).toEqual(
      ['Api', 'Data', 'Messaging', 'Workflows'].map((one) => `${one}.template.json`),
    );
  });

  it('ends with the field and its remedy where the configuration cannot be used', () => {
    const { status, said } = synth({ 'email.address': 'hello@shop.example' });
    expect(status).toBe(1);
    expect(said).toContain('brand.postalAddress: mail is sent, and law asks');
  });
});
