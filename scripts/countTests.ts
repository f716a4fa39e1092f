/**
 * Adds up the JSON reports of the suites and prints `N passed, N failed` as its last line. Counted as failed, beside tests
 * that failed: a report that is not there, a file that could not be loaded, and, when CI is `true`, every test that was
 * skipped, unless it is of a file that reads ../shared and ../shared is not on this machine. Exit 1 when any failed or
 * none passed.
 */
import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});
type FileResult = z.infer<typeof report>['testResults'][number];

export interface Count {
  readonly passed: number;
  readonly failed: number;
  /** Why something that is no failed test was counted as failed. */
  readonly notes: readonly string[];
}

export interface Surroundings {
  /** Skipped tests count as failed. */
  readonly strict: boolean;
  /** Whether skipping this test file is excused by what this machine lacks. */
  readonly maySkip: (testFile: string) => boolean;
}

function countFile(file: FileResult, { strict, maySkip }: Surroundings): Count {
  const having = (status: string): number =>
    file.assertionResults.filter((test) => test.status === status).length;
  const passed = having('passed');
  const failed = having('failed');
  if (file.status === 'failed' && failed === 0) {
    return { passed, failed: 1, notes: [`did not load: ${file.name}\n${file.message ?? ''}`] };
  }
  if (!strict || maySkip(file.name)) return { passed, failed, notes: [] };
  const notes = file.assertionResults
    .filter((test) => test.status !== 'passed' && test.status !== 'failed')
    .map((test) => `${test.status}: ${file.name} > ${test.fullName}`);
  return { passed, failed: failed + notes.length, notes };
}

/** Sum over reports, each the text of one vitest JSON report, or null where there is none. */
export function countReports(texts: readonly (string | null)[], surroundings: Surroundings): Count {
  const counts = texts.flatMap((text): Count[] => {
    if (text === null) return [{ passed: 0, failed: 1, notes: ['a suite left no report'] }];
    return report.parse(JSON.parse(text)).testResults.map((file) => countFile(file, surroundings));
  });
  return {
    passed: counts.reduce((sum, count) => sum + count.passed, 0),
    failed: counts.reduce((sum, count) => sum + count.failed, 0),
    notes: counts.flatMap((count) => count.notes),
  };
}

/** True of a test's source that reads the shared reference data beside the project. */
export function readsShared(source: string): boolean {
  return /support\/shared|(\.\.\/)+shared\b|'\.\.', 'shared'/.test(source);
}

if (import.meta.main) {
  const lacksShared = !existsSync('../shared');
  const { passed, failed, notes } = countReports(
    process.argv.slice(2).map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : null)),
    {
      strict: process.env['CI'] === 'true',
      maySkip: (testFile) => lacksShared && readsShared(readFileSync(testFile, 'utf8')),
    },
  );
  for (const note of notes) console.log(note);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}
