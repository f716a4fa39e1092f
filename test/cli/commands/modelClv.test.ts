import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { callCli } from '../support/callCli.ts';

const dir = mkdtempSync(join(tmpdir(), 'clv-'));
afterAll(() => rmSync(dir, { recursive: true }));

function run(...words: readonly string[]) {
  return callCli(['model', 'clv', ...words], { workingDir: dir });
}

async function document(...words: readonly string[]): Promise<unknown> {
  const { code, out } = await run(...words, '--json');
  expect(code).toBe(0);
  return JSON.parse(out);
}

writeFileSync(
  join(dir, 'stages.csv'),
  'path,weight,stage,periods,margin,retention,cost\nlong,3,development,1,10,0.5,\nlong,,stability,2,20,1,5\nshort,1,development,1,4,0,\n',
);
writeFileSync(
  join(dir, 'wrong.csv'),
  'stage,periods,margin,retention\ndevelopment,1.5,10,0.5\nstability,2,,2\n',
);

describe('model clv', () => {
  it('of margin, retention and discount is m(1 + d)/(1 + d − r) for ever, less what it cost to win them', async () => {
    const found = await document(
      ...['--margin', '100', '--retention', '0.8', '--discount', '0.1'],
      ...['--acquisition-cost', '50'],
    );
    expect(found).toMatchObject({ kind: 'bounded', value: expect.closeTo(110 / 0.3 - 50, 9) });
  });

  it('counts no more margins than asked for, and lets the first fall later', async () => {
    const terms = ['--margin', '100', '--retention', '0.8', '--discount', '0.1', '--periods', '2'];
    expect(await document(...terms)).toMatchObject({ value: expect.closeTo(100 + 80 / 1.1, 9) });
    expect(await document(...terms, '--first-margin', 'end-of-period')).toMatchObject({
      value: expect.closeTo(100 / 1.1 + 80 / 1.21, 9),
    });
  });

  it('says that a sum has no end', async () => {
    const { code, out } = await run('--margin', '10', '--retention', '1', '--discount', '0');
    expect([code, out]).toEqual([0, expect.stringContaining('grows without end')]);
  });

  it('of stages is the mean of the paths by weight, told by stage', async () => {
    const long = 10 + 0.5 * 15 * (1 / 1.1 + 1 / 1.21);
    expect(await document('--stages', 'stages.csv', '--discount', '0.1')).toMatchObject({
      value: expect.closeTo((3 * long + 4) / 4, 9),
      byStage: [
        { stage: 'development', value: expect.closeTo((3 * 10 + 4) / 4, 9) },
        { stage: 'stability', value: expect.closeTo((3 * (long - 10)) / 4, 9) },
      ],
    });
    const { out } = await run('--stages', 'stages.csv', '--lang', 'zh-CN');
    expect(out).toContain('每位客户的价值');
  });

  it.each([
    [['--margin', '10'], '--margin and --retention'],
    [['--margin', '10', '--retention', '80'], 'Write 80 % as 0.8'],
    [['--margin', '10', '--retention', '0.5', '--discount', '-1'], '--discount is 0 or more'],
    [['--stages', 'wrong.csv'], 'line 2, column periods: "1.5" is no whole number of periods'],
    [['--stages', 'none.csv'], 'none.csv'],
  ])('of %j is misuse', async (words, said) => {
    const { code, err } = await run(...words);
    expect([code, err]).toEqual([2, expect.stringContaining(said)]);
  });
});
