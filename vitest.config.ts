import { defineConfig } from 'vitest/config';

const setupFiles = ['test/support/setup.ts'];
const execArgv = ['--disable-warning=ExperimentalWarning'];

/**
 * Three suites: `unit` answers within seconds and is what `npm test` runs; `slow` starts processes and browsers; `aws` needs a
 * deployment, which `npm run test:aws` makes.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/**/*.{slow,aws}.test.ts'],
          // On a busy machine a test of one second may take ten; how long it takes is for the bench to say.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 30_000 } },
          setupFiles,
          execArgv,
        },
      },
      {
        test: {
          name: 'slow',
          include: ['test/**/*.slow.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          setupFiles,
          execArgv,
        },
      },
      {
        test: {
          name: 'aws',
          include: ['test/**/*.aws.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 120_000,
          setupFiles,
          execArgv,
        },
      },
    ],
  },
});
