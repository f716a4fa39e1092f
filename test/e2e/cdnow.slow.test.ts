/** The main job on a real shop's cohort, through the command as its user types it. */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, appendFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { perennialJson, perennial, temporaryFolder } from '../support/processes.ts';

const SHARED = join(import.meta.dirname, '..', '..', '..', 'shared');
const ELOG = join(SHARED, 'data', 'cdnow_sample_elog.csv');
const GOLD = join(SHARED, 'gold', 'btyd_cdnow.json');
const MAP = 'customer=masterid,date=date,amount=sales';

const imported = z.object({ accepted: z.number(), duplicates: z.number(), rejected: z.number() });
const evaluated = z.object({
  customers: z.number(),
  stages: z.record(z.string(), z.number()),
  model: z.object({ logLikelihood: z.number(), converged: z.boolean(), flags: z.array(z.string()) }),
});
const report = z.object({
  ledger: z.object({
    accepted: z.number(),
    sent: z.number(),
    suppressed: z.number(),
    heldOut: z.number(),
    failed: z.number(),
    unknown: z.number(),
    pending: z.number(),
  }),
  suppressed: z.record(z.string(), z.number()),
  heldOut: z.record(z.string(), z.number()),
});
const gold = z.object({ models: z.object({ mbgnbd: z.object({ log_likelihood: z.number() }) }) });

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

describe.skipIf(!existsSync(ELOG))('CDNOW, a real cohort (needs ../shared)', () => {
  const folder = temporaryFolder();
  const data = join(folder.path, 'data');
  const importInto = (dataDir: string, file = ELOG) =>
    perennialJson('import', 'orders', file, '--map', MAP, '--currency', 'USD', '--data', dataDir);
  const simulateTo = async (out: string, ...more: string[]) => {
    const file = join(folder.path, out);
    const period = ['--from', '1997-10-01', '--to', '1998-07-01', '--out', file];
    const { code, stderr } = await perennial('simulate', ...period, ...more, '--data', data);
    if (code !== 0) throw new Error(stderr);
    return {
      bytes: readFileSync(file, 'utf8'),
      parsed: report.parse(JSON.parse(readFileSync(file, 'utf8'))),
    };
  };
  const ASSUMING = ['--assume-reachable', 'email', '--assume-consent', 'offers,newsletter'];

  beforeAll(async () => {
    await importInto(data);
  });
  afterAll(() => folder.remove());

  it('accepts 6,919 orders, and none of them a second time', async () => {
    const fresh = join(folder.path, 'fresh');
    expect(imported.parse((await importInto(fresh)).json)).toEqual({
      accepted: 6919,
      duplicates: 0,
      rejected: 0,
    });
    expect(imported.parse((await importInto(fresh)).json)).toEqual({
      accepted: 0,
      duplicates: 6919,
      rejected: 0,
    });
  });

  it('reaches the reference log-likelihood at 1997-10-01', async () => {
    const { json } = await perennialJson('evaluate', '--at', '1997-10-01', '--data', data);
    const { customers, model } = evaluated.parse(json);
    const reference = gold.parse(JSON.parse(readFileSync(GOLD, 'utf8'))).models.mbgnbd.log_likelihood;
    expect(customers).toBe(2357);
    expect(Math.abs(model.logLikelihood - reference)).toBeLessThan(0.001);
    expect(model.flags).toEqual([]);
  });

  it('finds all four stages at 1997-05-01 in a fresh folder', async () => {
    const fresh = join(folder.path, 'may');
    await importInto(fresh);
    const { json } = await perennialJson('evaluate', '--at', '1997-05-01', '--data', fresh);
    const { stages } = evaluated.parse(json);
    for (const stage of ['identification', 'development', 'stability', 'decline']) {
      expect(stages[stage], stage).toBeGreaterThan(0);
    }
  });

  it('exports one line a customer', async () => {
    await perennial('evaluate', '--at', '1997-10-01', '--data', data);
    const { stdout } = await perennial('customers', 'export', '--format', 'ndjson', '--data', data);
    const lines = stdout.trim().split('\n');
    expect(lines).toHaveLength(2357);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      stage: expect.any(String),
      value: expect.any(Number),
    });
  });

  it('sends nothing without assumptions, and says why of each', async () => {
    const { parsed } = await simulateTo('bare.json');
    expect(parsed.ledger.sent).toBe(0);
    expect(parsed.ledger.suppressed).toBe(parsed.ledger.accepted);
    expect(Object.values(parsed.suppressed).reduce((a, b) => a + b, 0)).toBe(parsed.ledger.suppressed);
  });

  it('sends with them, balances, and leaves the live data as it was', async () => {
    const before = hashOf(join(data, 'main', 'perennial.db'));
    const { parsed, bytes } = await simulateTo('assumed.json', ...ASSUMING);
    const { accepted, ...outcomes } = parsed.ledger;
    expect(parsed.ledger.sent).toBeGreaterThan(0);
    expect(Object.values(outcomes).reduce((a, b) => a + b, 0)).toBe(accepted);
    expect((await simulateTo('again.json', ...ASSUMING)).bytes).toBe(bytes);
    expect(hashOf(join(data, 'main', 'perennial.db'))).toBe(before);
  });

  it('draws another holdout from another seed', async () => {
    const one = await simulateTo('seed1.json', ...ASSUMING, '--seed', '1');
    const two = await simulateTo('seed2.json', ...ASSUMING, '--seed', '2');
    expect(two.parsed.heldOut).not.toEqual(one.parsed.heldOut);
  });

  it('reports differently with one extra order', async () => {
    const before = await simulateTo('before.json', ...ASSUMING);
    const file = join(folder.path, 'extra.csv');
    copyFileSync(ELOG, file);
    appendFileSync(file, '4,1,1998-02-03,1,19.99\n');
    expect(imported.parse((await importInto(data, file)).json)).toMatchObject({
      accepted: 1,
      duplicates: 6919,
    });
    const after = await simulateTo('after.json', ...ASSUMING);
    expect(after.bytes).not.toBe(before.bytes);
  });
});
