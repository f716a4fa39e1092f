/** The unit tests that mutations of the send path, consent and the ledger are held against. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'test/core/message/**/*.test.ts',
      'test/core/customer/*.test.ts',
      'test/core/journey/wave.test.ts',
      'test/adapters/records/*.test.ts',
      'test/adapters/memory/*.test.ts',
      'test/functions/{inbound,pages,providerEvents}/*.test.ts',
    ],
    setupFiles: ['test/support/setup.ts'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
  },
});
