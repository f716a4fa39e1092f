/** The rows of the guarantees: what each promises, the bar, and the file under rows/ that measures it. */

export interface RowSpec {
  readonly id: string;
  readonly bar: string;
  /** Measured only with --full. */
  readonly fullOnly?: true;
  /** Read from the worlds of R1 to R3. */
  readonly derived?: true;
  /** A part of the row that needs no worlds, measured beside it: a file under rows/ of its own. */
  readonly beside?: string;
}

export const ROWS: readonly RowSpec[] = [
  { id: 'R1', bar: 'any single fault at any call leaves the books right: all pairs run, 0 violations' },
  { id: 'R2', bar: 'pairs of faults over claim, send, record and feedback: 0 violations' },
  {
    id: 'R3',
    bar: 'random worlds, 200 customers, 30 days, faults 1-20 %: 0 failing of 300 (10,000 in full)',
  },
  { id: 'R4', bar: 'no duplicates by email or SMS: 0', derived: true },
  { id: 'R5', bar: 'nobody lost: 0 open, 0 unexplained', derived: true },
  { id: 'R6', bar: 'unknowns reconciled when the event arrives: 100 %', derived: true },
  {
    id: 'R7',
    bar: 'the sends ledger and the points ledger balance at every commit: at least 1,000,000 checks, 0 broken',
    derived: true,
    beside: 'R7points',
  },
  { id: 'R8', bar: 'consent, and an opt-out from the next claim on: 0 violated', derived: true },
  { id: 'R9', bar: 'quiet hours in every zone, both clock changes, edges: 0 outside' },
  { id: 'R10', bar: 'caps and budgets under 50 concurrent claims: 0 over of 10,000' },
  { id: 'R11', bar: 'effects per send whose reply was lost, SES and SMS clients: 1' },
  { id: 'R12', bar: 'an edit never repeats a completed step: 0 of 10,000 (1,000 in quick)' },
  { id: 'R13', bar: 'same seed, same trace on SQLite and memory: 0 of 100 differ (10 in quick)' },
  { id: 'R14', bar: 'one bad record never takes its batch along: 0 collateral failures, all redriven' },
  { id: 'R15', bar: 'reputation guard pauses before 0.08 % complaints or 4 % hard bounces: 0 sends after' },
  { id: 'R16', bar: 'mutation score at least 90 %, every guard caught', fullOnly: true },
  { id: 'S1', bar: 'every route × role × missing, expired or foreign credential: 0 leaks' },
  { id: 'S2', bar: 'one-click links: 0 of 1,000 changed by GET, 0 of 100,000 forged accepted' },
  { id: 'S3', bar: 'promotional messages carry all that law asks: 100 %' },
  {
    id: 'S4',
    bar: 'news of providers comes by our own queue only; posts forged or repeated: 0 of 200 accepted',
  },
  { id: 'S5', bar: 'CSV out: 0 of 100,000 cells a formula; import, export, import is stable' },
  { id: 'S6', bar: 'webhooks reach public addresses only: 0 of 150' },
  { id: 'S7', bar: 'hostile values in templates: 0 become markup, headers or code; p99 below 5 ms' },
  { id: 'S8', bar: 'every handler fuzzed: 0 unhandled of 10,000 each (500 in quick)' },
  {
    id: 'S9',
    bar: 'cdk-nag over every stack: 0 findings, at most 15 left aside; a role each; no wildcard access to data',
  },
  { id: 'S10', bar: 'erasure: 0 canaries left in stores, blobs and logs' },
  { id: 'S11', bar: 'limits: 0 accepted over them' },
];

/** The worlds R4 to R8 are read from, where they are lived anyway. */
export const EVIDENCE_ROWS = ['R1', 'R2', 'R3'] as const;

export function fileOf(id: string): string {
  return `./rows/${id.toLowerCase()}.ts`;
}
