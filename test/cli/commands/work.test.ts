/** Commands that make the system work: import, evaluate, simulate. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callCli, ok } from '../support/callCli.ts';

describe('import orders', () => {
  const REPORT = {
    accepted: 6919,
    duplicates: 2,
    rejected: 1,
    rejectFile: '/shop/r.ndjson',
    notes: ['One column is ignored.'],
  };
  const IMPORT = 'import orders orders.csv --map customer=c,date=d,amount=a --currency USD';

  it('names the file by its absolute path and passes on what was asked', async () => {
    const call = await callCli(
      `${IMPORT} --dry-run --date-format dmy --encoding gb18030 --reject-file r.ndjson --json`.split(' '),
      { answer: () => ok(REPORT) },
    );
    expect(call.requests).toMatchObject([
      {
        method: 'POST',
        path: '/v1/imports/orders',
        body: {
          file: '/shop/orders.csv',
          map: 'customer=c,date=d,amount=a',
          currency: 'USD',
          dryRun: true,
          dateFormat: 'dmy',
          encoding: 'gb18030',
          rejectFile: '/shop/r.ndjson',
        },
      },
    ]);
    expect(JSON.parse(call.out)).toEqual(REPORT);
    expect(call.err).toBe('');
  });

  it('asks for nothing that was not asked for', async () => {
    const call = await callCli([...IMPORT.split(' '), '--json'], { answer: () => ok(REPORT) });
    expect(call.requests[0]?.body).toEqual({
      file: '/shop/orders.csv',
      map: 'customer=c,date=d,amount=a',
      currency: 'USD',
    });
  });

  it('shows the figures, and the notes beside them', async () => {
    const call = await callCli([...IMPORT.split(' '), '--dry-run'], { answer: () => ok(REPORT) });
    expect(call.out).toBe(
      'Accepted       6,919\nDuplicates     2\nRejected       1\nRejected rows  /shop/r.ndjson\n',
    );
    expect(call.err).toBe('Note: One column is ignored.\nNothing was written: this was a dry run.\n');
  });

  it('shows progress on a terminal only, and wipes it before the result', async () => {
    const answer = (request: { onProgress?: (progress: { done: number; what: string }) => void }) => {
      request.onProgress?.({ done: 0.42, what: '4200 rows' });
      return ok({ ...REPORT, notes: [] });
    };
    const shown = await callCli(IMPORT.split(' '), { answer, tty: true });
    expect(shown.err).toBe('\r\u001b[K42% 4200 rows\r\u001b[K');
    expect((await callCli(IMPORT.split(' '), { answer })).err).toBe('');
  });
});

describe('import customers', () => {
  const REPORT = {
    accepted: 1200,
    updated: 3,
    unchanged: 40,
    rejected: 1,
    rejectFile: '/shop/p.rejects.ndjson',
    notes: [],
  };

  it('asks for what was asked for, the file by its absolute path', async () => {
    const options =
      '--map id=no --traits rest --country CN --consent-source shop --consent-date 2026-01-01 --consent-wording Yes --date-format dmy --encoding gbk --reject-file r.ndjson --dry-run --json';
    const call = await callCli(['import', 'customers', 'people.csv', ...options.split(' ')], {
      answer: () => ok(REPORT),
    });
    expect(call.requests).toMatchObject([
      {
        method: 'POST',
        path: '/v1/imports/customers',
        body: {
          file: '/shop/people.csv',
          map: 'id=no',
          traits: 'rest',
          country: 'CN',
          consentSource: 'shop',
          consentDate: expect.stringContaining('2026-01-01'),
          consentWording: 'Yes',
          dateFormat: 'dmy',
          encoding: 'gbk',
          rejectFile: '/shop/r.ndjson',
          dryRun: true,
        },
      },
    ]);
    expect(JSON.parse(call.out)).toEqual(REPORT);
  });

  it('needs no more than the file, and shows the figures', async () => {
    const call = await callCli(['import', 'customers', 'people.csv'], { answer: () => ok(REPORT) });
    expect(call.requests[0]?.body).toEqual({ file: '/shop/people.csv' });
    expect(call.out).toBe(
      'Accepted       1,200\nUpdated        3\nUnchanged      40\nRejected       1\nRejected rows  /shop/p.rejects.ndjson\n',
    );
  });
});

describe('evaluate', () => {
  const RESULT = {
    at: '1998-07-01T00:00:00.000Z',
    stored: true,
    customers: 2357,
    stages: { identification: 10, development: 400, stability: 100, decline: 1847 },
    grades: { A: 472, B: 707, C: 1178 },
    model: {
      name: 'mbg-nbd',
      params: { r: 0.52, alpha: 6.18 },
      logLikelihood: -9588.123456,
      converged: true,
      flags: ['dropout-not-identified'],
    },
  };

  const FIGURES = { mae: 0.41, rmse: 0.987_6, totalError: -0.031, rankCorrelation: 0.42 };
  const FORESIGHT = {
    trial: {
      days: 91,
      customers: 2100,
      bought: 812,
      figures: [
        { model: 'mbg-nbd', ...FIGURES },
        { model: 'pareto-nbd', ...FIGURES, rmse: 0.95, rankCorrelation: null },
      ],
    },
    proposal: {
      model: 'pareto-nbd',
      insteadOf: 'mbg-nbd',
      why: { en: 'It erred less.', 'zh-CN': '误差更小。' },
    },
    activity: { horizonDays: 91, area: 0.781, recencyArea: 0.77, customers: 2100 },
  };

  it('says which model did better, how to take it, and how each did', async () => {
    const call = await callCli('evaluate --at 1998-07-01'.split(' '), {
      answer: () => ok({ ...RESULT, ...FORESIGHT }),
    });
    expect(call.out.slice(call.out.indexOf('Proposal'))).toBe(`\
Proposal: pareto-nbd. It erred less.
Evaluations keep mbg-nbd until the settings name it: value: { model: pareto-nbd }, then perennial settings set FILE.

Told nothing of the last 91 days; 2,100 customers, 812 purchase days
Model       Mean error  Root mean square  Total error  Rank correlation
mbg-nbd          0.410             0.988        -3.1%             0.420
pareto-nbd       0.410             0.950        -3.1%                 –

P(active) tells who buys within 91 days with an area of 0.781 (recency alone 0.770).
`);
  });

  it('says so in Chinese', async () => {
    const call = await callCli('evaluate --at 1998-07-01 --lang zh-CN'.split(' '), {
      answer: () => ok({ ...RESULT, ...FORESIGHT }),
    });
    expect(call.out).toContain('建议:pareto-nbd。误差更小。');
    expect(call.out).toContain('在设置写明 value: { model: pareto-nbd }');
  });

  it('shows stages, grades and the model', async () => {
    const call = await callCli('evaluate --at 1998-07-01 --model mbg-nbd'.split(' '), {
      answer: () => ok(RESULT),
    });
    expect(call.requests).toMatchObject([
      { method: 'POST', path: '/v1/evaluations', body: { at: '1998-07-01', model: 'mbg-nbd' } },
    ]);
    expect(`\n${call.out}`).toBe(`
Evaluated as of 1998-07-01.

Customers       2,357
Identification     10   0.4%
Development       400    17%
Stability         100   4.2%
Decline         1,847  78.4%
A                 472    20%
B                 707    30%
C               1,178    50%

Model           mbg-nbd, converged
Log-likelihood  -9,588.123
Findings        dropout-not-identified
Parameters
  r  0.52
  alpha  6.18
`);
  });

  it('says when it was not stored', async () => {
    const call = await callCli(['evaluate', '--at', '1998-07-01'], {
      answer: () => ok({ ...RESULT, stored: false }),
    });
    expect(call.out).toContain('Not stored: a later evaluation is on record.');
  });

  it('prints the answer under --json', async () => {
    const call = await callCli(['evaluate', '--at', '1998-07-01', '--json'], { answer: () => ok(RESULT) });
    expect(JSON.parse(call.out)).toEqual(RESULT);
  });
});

describe('simulate', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'perennial-simulate-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const REPORT = {
    from: '1998-01-01',
    to: '1998-07-01',
    ledger: { accepted: 100, sent: 60, suppressed: 30, heldOut: 10, failed: 0, unknown: 0, pending: 0 },
    entries: {
      welcome: { entered: 50, refused: 1, ended: {} },
      'win-back': { entered: 40, refused: 0, ended: {} },
    },
    sends: { welcome: { total: 60, nodes: {} } },
    suppressed: { 'no-consent': 20, 'frequency-cap': 10 },
    cost: { currency: 'USD', emails: 60, microUsd: 6000, usd: 0.006 },
    assumptions: { decisions: 70 },
  };
  const SIMULATE = 'simulate --from 1998-01-01 --to 1998-07-01 --out report.json';

  it('asks for what was asked for', async () => {
    const options = '--seed 7 --assume-reachable email --assume-consent offers,newsletter --render';
    const call = await callCli(`${SIMULATE} ${options}`.split(' '), {
      answer: () => ok(REPORT),
      workingDir: dir,
    });
    expect(call.requests[0]?.body).toEqual({
      from: '1998-01-01',
      to: '1998-07-01',
      seed: 7,
      assumeReachable: ['email'],
      assumeConsent: ['offers', 'newsletter'],
      render: true,
    });
  });

  it.each([
    [
      { by: 'measured', ownHalfMinor: 7_000 },
      'en',
      /each customer’s own orders.*41% at first, 40% at the last/,
    ],
    [
      { by: 'measured', ownHalfMinor: null },
      'en',
      /by costs, as of each night: 41% at first, 40% at the last/,
    ],
    [{ by: 'measured', ownHalfMinor: 7_000 }, 'zh-CN', /价值所用毛利率.*兼顾本人订单.*41%.*40%/],
  ])('says which margins values rest on: %j, %s', async (margin, lang, line) => {
    const report = { ...REPORT, margin: { first: 0.41, last: 0.4, ...margin } };
    const words = [...SIMULATE.split(' '), '--lang', lang];
    const call = await callCli(words, { answer: () => ok(report), workingDir: dir });
    expect(call.out).toMatch(line);
    const stated = { ...report, margin: { ...report.margin, by: 'stated' } };
    const other = await callCli(words, { answer: () => ok(stated), workingDir: dir });
    expect(other.out).not.toMatch(/41%/);
  });

  it('writes the report byte for byte as it came, and shows a summary', async () => {
    const call = await callCli(SIMULATE.split(' '), { answer: () => ok(REPORT), workingDir: dir });
    expect(call.code).toBe(0);
    expect(await readFile(join(dir, 'report.json'), 'utf8')).toBe(`${JSON.stringify(REPORT, null, 2)}\n`);
    expect(call.err).toBe(`Report written to ${join(dir, 'report.json')}.\n`);
    expect(`\n${call.out}`).toBe(`
1998-01-01 to 1998-07-01

sent      60     60%  ████████████████████████████████████████
not sent  30     30%  ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
held out  10     10%  □□□□□□□
failed     0      0%
unknown    0      0%
pending    0      0%

By journey  Entries  sent
welcome          50    60
win-back         40     0

Not sent, by reason
  no consent to this topic      20
  the frequency cap is reached  10

Decisions                             100
Decisions that rest on an assumption  70
Cost                                  0.01 USD
`);
  });

  it('prints the report under --json, with the file it went to', async () => {
    const call = await callCli([...SIMULATE.split(' '), '--json'], {
      answer: () => ok(REPORT),
      workingDir: dir,
    });
    expect(JSON.parse(call.out)).toEqual({ file: join(dir, 'report.json'), ...REPORT });
  });

  it('refuses a period that is none before it asks', async () => {
    const call = await callCli('simulate --from 1998-07-01 --to 1998-07-01 --out r'.split(' '));
    expect(call.code).toBe(2);
    expect(call.err).toContain('--to must be after --from.');
  });

  it('fails where the report cannot be written', async () => {
    const call = await callCli(SIMULATE.split(' '), {
      answer: () => ok(REPORT),
      workingDir: join(dir, 'gone'),
    });
    expect(call.code).toBe(1);
    expect(call.err).toContain('ENOENT');
  });
});
