import { describe, expect, it } from 'vitest';
import { countReports, readsShared } from '../../scripts/countTests.ts';

function aReport(...files: { name?: string; status?: string; tests: string[] }[]): string {
  return JSON.stringify({
    testResults: files.map(({ name = 'a.test.ts', status = 'passed', tests }) => ({
      name,
      status,
      message: '',
      assertionResults: tests.map((one, index) => ({ status: one, fullName: `test ${index}` })),
    })),
  });
}

const strict = { strict: true, maySkip: () => false };

describe('countReports', () => {
  it('adds up the suites', () => {
    const reports = [
      aReport({ tests: ['passed', 'passed'] }, { status: 'failed', tests: ['passed', 'failed'] }),
      aReport({ tests: ['passed'] }),
    ];
    expect(countReports(reports, strict)).toEqual({ passed: 4, failed: 1, notes: [] });
  });

  it('counts a file that did not load as one failure', () => {
    const { failed, notes } = countReports([aReport({ status: 'failed', tests: [] })], strict);
    expect({ failed, notes: notes.length }).toEqual({ failed: 1, notes: 1 });
  });

  it('counts a suite without a report as one failure', () => {
    expect(countReports([null, aReport({ tests: ['passed'] })], strict)).toMatchObject({
      passed: 1,
      failed: 1,
    });
  });

  it.each(['skipped', 'pending', 'todo', 'disabled'])('counts %s as failed when strict', (status) => {
    const reports = [aReport({ tests: ['passed', status] })];
    expect(countReports(reports, strict)).toMatchObject({ passed: 1, failed: 1 });
    expect(countReports(reports, { ...strict, strict: false })).toMatchObject({ passed: 1, failed: 0 });
  });

  it('excuses only the skipped tests of files that may skip', () => {
    const reports = [aReport({ name: 'x', tests: ['skipped'] }, { name: 'y', tests: ['skipped', 'passed'] })];
    const counted = countReports(reports, { strict: true, maySkip: (file) => file === 'x' });
    expect(counted).toEqual({ passed: 1, failed: 1, notes: ['skipped: y > test 0'] });
  });

  it('never excuses a failure', () => {
    const reports = [aReport({ status: 'failed', tests: ['failed'] })];
    expect(countReports(reports, { strict: true, maySkip: () => true })).toMatchObject({ failed: 1 });
  });
});

describe('readsShared', () => {
  it.each([
    ["new URL('../../../shared/data/x.csv', import.meta.url)", true],
    ["join(root, '..', 'shared', 'data')", true],
    ["import { sharedFile } from '../support/shared.ts'", true],
    ["existsSync('../shared')", true],
    ["import { container } from '../../functions/shared/container.ts'", false],
    ['nothing of the kind', false],
  ])('%s: %s', (source, expected) => {
    expect(readsShared(source)).toBe(expected);
  });
});
