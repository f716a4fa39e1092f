/**
 * One task in a process of its own: a whole row, or a part of one made of worlds. `node task.ts '<task as JSON>'` prints one
 * line of JSON: the result of a row, or what the part showed. A row that throws is a row that failed.
 */
import * as z from 'zod';
import { fileOf } from '../rows.ts';
import { endWithParent } from './endWithParent.ts';
import { worldsAlone } from '../rows/worldsAlone.ts';
import type { Evidence } from './evidence.ts';
import type { EvidenceRow } from './evidenceRow.ts';
import type { RowResult, RunRow } from './row.ts';

const taskSchema = z.object({
  row: z.string(),
  seed: z.number().int(),
  full: z.boolean(),
  /** Null: the whole row. */
  part: z.object({ part: z.number(), parts: z.number(), worlds: z.number().nullable() }).nullable(),
});
export type Task = z.infer<typeof taskSchema>;

export type TaskAnswer =
  | { readonly kind: 'row'; readonly result: RowResult }
  | { readonly kind: 'evidence'; readonly evidence: Evidence }
  | { readonly kind: 'failed'; readonly reason: string };

async function runTask({ row: id, seed, full, part }: Task): Promise<TaskAnswer> {
  if (part !== null && part.worlds !== null) {
    const evidence = await worldsAlone(part.worlds).runPart({ seed, full, ...part });
    return { kind: 'evidence', evidence };
  }
  const module = (await import(`.${fileOf(id)}`)) as { row: EvidenceRow; run: RunRow };
  if (part === null) return { kind: 'row', result: await module.run({ seed, full }) };
  return { kind: 'evidence', evidence: await module.row.runPart({ seed, full, ...part }) };
}

async function answerTo(text: string): Promise<TaskAnswer> {
  try {
    return await runTask(taskSchema.parse(JSON.parse(text)));
  } catch (failure) {
    const reason = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
    return { kind: 'failed', reason };
  }
}

endWithParent();
const answer = await answerTo(process.argv[2] ?? '');
process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit(0));
