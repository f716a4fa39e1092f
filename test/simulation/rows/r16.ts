/**
 * R16: tests bite. The mutation score of the send path, consent and the ledger, and the guards: with each taken out, a row that
 * rests on it must fail, R1 wherever it is among them.
 */
import { GUARDS } from '../guards/guards.ts';
import { mutate } from '../mutation/mutate.ts';
import { runInChild } from '../run/pool.ts';
import type { RowOptions, RowResult } from '../run/row.ts';
import type { EvidenceRow } from '../run/evidenceRow.ts';
import { addEvidence, noEvidence } from '../run/evidence.ts';

const LOWEST_SCORE = 90;
const WORLD_ROWS = ['R1', 'R2', 'R3'];
const TOLD = 40;

/** Whether a row passes without a guard. */
async function passesWithout(guard: string, id: string, options: RowOptions): Promise<boolean> {
  const quick = { seed: options.seed, full: false };
  if (!WORLD_ROWS.includes(id)) {
    const answer = await runInChild({ row: id, ...quick, part: null }, guard);
    return answer.kind === 'row' && answer.result.pass;
  }
  const { row } = (await import(`./${id.toLowerCase()}.ts`)) as { row: EvidenceRow };
  const parts = row.parts(quick);
  const evidence = noEvidence();
  for (let part = 0; part < parts; part += 1) {
    const answer = await runInChild({ row: id, ...quick, part: { part, parts, worlds: null } }, guard);
    if (answer.kind !== 'evidence') return false;
    addEvidence(evidence, answer.evidence);
    if (evidence.failed.length > 0) return false;
  }
  return row.conclude(evidence).pass;
}

export async function run(options: RowOptions): Promise<RowResult> {
  const { noticed, survived } = await mutate();
  const score = (100 * noticed) / Math.max(1, noticed + survived.length);
  const missed: string[] = [];
  for (const { name, rows } of GUARDS) {
    const first = rows.find((id) => id === 'R1') ?? rows[0];
    if (first === undefined || (await passesWithout(name, first, options))) missed.push(name);
  }
  for (const line of survived.slice(0, TOLD)) process.stderr.write(`survived: ${line}\n`);
  for (const name of missed) process.stderr.write(`nothing fails without ${name}\n`);
  return {
    measured: `score ${score.toFixed(1)} % of ${noticed + survived.length} mutants; ${GUARDS.length - missed.length} of ${GUARDS.length} guards caught`,
    runs: noticed + survived.length + GUARDS.length,
    pass: score >= LOWEST_SCORE && missed.length === 0,
  };
}
