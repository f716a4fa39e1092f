/**
 * `node test/simulation/main.ts [--full] [--seed N] [--only R1,…] [--without GUARD] [--sample] [--cores N]`: measures the guarantees,
 * each in processes of its own (of rows made of worlds one part alone with --sample), and prints them as `[{ id, bar, measured, runs, seed, pass }]`. Exit 1 on any miss. A world that fails is made
 * as small as it goes and told on standard error, with the command that lives it again.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isGuard, GUARDS } from './guards/guards.ts';
import { EVIDENCE_ROWS, fileOf, ROWS, type RowSpec } from './rows.ts';
import { endWithParent } from './run/endWithParent.ts';
import { addEvidence, type Evidence, noEvidence } from './run/evidence.ts';
import type { EvidenceRow } from './run/evidenceRow.ts';
import { runAll } from './run/pool.ts';
import type { RowOptions, RowResult } from './run/row.ts';
import { tellSmallest } from './run/shrink.ts';
import type { Task, TaskAnswer } from './run/task.ts';
import type { DerivedRow } from './rows/worldsAlone.ts';

interface Measured extends RowResult {
  readonly id: string;
  readonly bar: string;
  readonly seed: number;
}

const DEFAULT_SEED = 20_260_101;

function misuse(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(2);
}

function asked() {
  const { values } = parseArgs({
    options: {
      full: { type: 'boolean', default: false },
      seed: { type: 'string' },
      only: { type: 'string' },
      without: { type: 'string' },
      cores: { type: 'string' },
      sample: { type: 'boolean', default: false },
      attached: { type: 'boolean', default: false },
    },
  });
  if (values.attached) endWithParent();
  const only = values.only?.split(',').map((id) => id.trim().toUpperCase()) ?? null;
  const unknown = (only ?? []).filter((id) => ROWS.every((row) => row.id !== id));
  if (unknown.length > 0)
    misuse(`there is no row ${unknown.join(', ')}: ${ROWS.map(({ id }) => id).join(', ')}`);
  const without = values.without ?? null;
  if (without !== null && !isGuard(without)) {
    misuse(`there is no guard ${without}: ${GUARDS.map(({ name }) => name).join(', ')}`);
  }
  const seed = Number(values.seed ?? DEFAULT_SEED);
  if (!Number.isSafeInteger(seed)) misuse(`--seed must be a whole number, not "${values.seed ?? ''}"`);
  const cores = Number(values.cores ?? 0);
  const wanted = ROWS.filter(({ id, fullOnly }) =>
    only === null ? fullOnly !== true || values.full : only.includes(id),
  );
  return { options: { seed, full: values.full }, wanted, without, cores, sample: values.sample };
}

function isThere({ id }: RowSpec): boolean {
  return existsSync(join(import.meta.dirname, fileOf(id)));
}

/** Rows by themselves first, then worlds in small parts, so that no core is left waiting at the end. */
async function tasksFor(wanted: readonly RowSpec[], options: RowOptions, sample: boolean): Promise<Task[]> {
  const single: Task[] = [];
  const parts: Task[] = [];
  const addParts = (row: string, count: number, worlds: number | null) => {
    for (let part = 0; part < (sample ? 1 : count); part += 1) {
      parts.push({ row, ...options, part: { part, parts: count, worlds } });
    }
  };
  for (const { id } of wanted.filter((row) => isThere(row) && row.derived !== true)) {
    if (!EVIDENCE_ROWS.some((row) => row === id)) {
      single.push({ row: id, ...options, part: null });
      continue;
    }
    const { row } = (await import(fileOf(id))) as { row: EvidenceRow };
    addParts(id, row.parts(options), null);
  }
  for (const { beside } of wanted)
    if (beside !== undefined) single.push({ row: beside, ...options, part: null });
  const derived = wanted.filter((row) => row.derived === true);
  if (derived.length > 0 && wanted.every(({ id }) => id !== 'R3')) {
    const rows = await Promise.all(derived.map(async ({ id }) => (await import(fileOf(id))) as DerivedRow));
    const worlds = Math.max(...rows.map((row) => row.worlds));
    addParts('R3', Math.ceil(worlds / 10), worlds);
  }
  return [...single, ...parts];
}

const MISSING: RowResult = { measured: 'not measured yet: its file is missing', runs: 0, pass: false };

class Answers {
  readonly evidence = new Map<string, Evidence>();
  private readonly results = new Map<string, RowResult>();
  private readonly failures = new Map<string, string>();

  hear = (task: Task, answer: TaskAnswer): void => {
    switch (answer.kind) {
      case 'row':
        this.results.set(task.row, answer.result);
        return;
      case 'evidence': {
        const known = this.evidence.get(task.row) ?? noEvidence();
        addEvidence(known, answer.evidence);
        this.evidence.set(task.row, known);
        return;
      }
      case 'failed':
        this.failures.set(task.row, answer.reason);
        process.stderr.write(`${task.row}: ${answer.reason}\n`);
    }
  };

  private all(): Evidence {
    const sum = noEvidence();
    for (const evidence of this.evidence.values()) addEvidence(sum, evidence);
    return sum;
  }

  /** A row with what was measured beside it; it passes where both do. */
  async of(spec: RowSpec): Promise<RowResult> {
    const own = await this.byItself(spec);
    if (spec.beside === undefined) return own;
    const failure = this.failures.get(spec.beside)?.split('\n')[0];
    const beside = this.results.get(spec.beside) ?? {
      ...MISSING,
      measured: `failed: ${failure ?? 'no answer'}`,
    };
    return {
      measured: `${own.measured}; ${beside.measured}`,
      runs: own.runs + beside.runs,
      pass: own.pass && beside.pass,
    };
  }

  /** A part that failed takes its row along, and all that is read from it. */
  private async byItself(spec: RowSpec): Promise<RowResult> {
    if (!isThere(spec)) return MISSING;
    const relied = spec.derived === true ? EVIDENCE_ROWS : [spec.id];
    const failure = relied.map((id) => this.failures.get(id)).find((reason) => reason !== undefined);
    if (failure !== undefined)
      return { measured: `failed: ${failure.split('\n')[0] ?? ''}`, runs: 0, pass: false };
    const known = this.results.get(spec.id);
    if (known !== undefined) return known;
    const module = (await import(fileOf(spec.id))) as DerivedRow & { row?: EvidenceRow };
    const own = this.evidence.get(spec.id);
    if (spec.derived === true) return module.conclude(this.all());
    if (own !== undefined && module.row !== undefined) return module.row.conclude(own);
    return MISSING;
  }
}

const { options, wanted, without, cores, sample } = asked();
const answers = new Answers();
await runAll(await tasksFor(wanted, options, sample), { without, cores }, answers.hear);
const measured: Measured[] = [];
for (const spec of wanted) {
  const { id, bar } = spec;
  measured.push({ id, bar, seed: options.seed, ...(await answers.of(spec)) });
}
process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
if (without === null) {
  for (const { failed } of answers.evidence.values()) {
    const [first] = failed;
    if (first !== undefined) await tellSmallest(first.how);
  }
}
process.exitCode = measured.every(({ pass }) => pass) ? 0 : 1;
