/** What `guarantees` says, in English. `zhCNGuarantees.ts` says the same under the same keys. */
export const enGuarantees = {
  guarantees: {
    row: 'Row',
    kept: 'Kept',
    measured: 'Measured',
    runs: 'Runs',
    yes: 'yes',
    no: 'NO',
    allKept: 'All {rows} are kept (seed {seed}).',
    missed: '{missed} of {rows} are missed (seed {seed}).',
    noSources: 'The guarantees are measured by the tests, and this installation has none.',
    noSourcesRemedy: 'Run it in a copy of the sources, after npm ci.',
    noAnswer: 'The measuring program ended without an answer.',
  },
} as const;
