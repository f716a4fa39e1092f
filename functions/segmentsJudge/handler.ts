/**
 * Step Functions tasks of `lifecycle-evaluation`: everyone of a part is judged by the segments in force, as of now; and once all
 * parts are, what each counted is added up and kept, so that lists tell sizes. The walk that judges is the one that counts.
 */
import middy from '@middy/core';
import * as z from 'zod';
import { type Segments, segmentsOf } from '../../core/segment/definition.ts';
import { recomputeSegments } from '../../core/segment/recompute.ts';
import type { Container } from '../shared/container.ts';
import { planSchema, segmentTask } from '../shared/evaluationInput.ts';
import { keepCounted } from '../shared/segmentsCounted.ts';

/**
 * What a part counted: `members` of each segment in the order of the document of `version`, numbers alone, for 16 parts of 200
 * segments travel together. Left out by a run that looks at the past: it says nothing of who is where now.
 */
const countedSchema = z.object({
  at: z.number().int(),
  version: z.number().int(),
  members: z.array(z.number().int()),
});
type CountedPart = z.infer<typeof countedSchema>;

const judgedSchema = z.object({ counted: countedSchema.optional() });
const countTask = z.object({ plan: planSchema, judged: z.array(judgedSchema) });

const input = z.union([countTask, segmentTask]);

async function judgePart(container: Container, { plan, segment }: z.infer<typeof segmentTask>) {
  if (!plan.store) return { people: 0, entered: 0, left: 0, written: 0 };
  const { book, model } = await container.inForce();
  const { store, settings, addressKeyOf } = container;
  const deps = { store, settings, addressKeyOf, model };
  const at = container.now();
  const { members, ...done } = await recomputeSegments(deps, book, { segment, now: at });
  const { version, all } = segmentsOf(book.programme);
  const counted: CountedPart = {
    at,
    version,
    members: all.map(({ segment: { id } }) => members[id] ?? 0),
  };
  return { ...done, counted };
}

/** Of the whole shop; null where a part is missing, or was judged by other segments than those in force. */
function wholeOf(
  { plan, judged }: z.infer<typeof countTask>,
  { version, all }: Segments,
): { readonly at: number; readonly members: Record<string, number> } | null {
  const parts = judged.flatMap(({ counted }) => (counted?.version === version ? [counted] : []));
  if (parts.length === 0 || parts.length !== plan.segments.length) return null;
  const members = all.map(({ segment: { id } }, place): [string, number] => [
    id,
    parts.reduce((sum, part) => sum + (part.members[place] ?? 0), 0),
  ]);
  return { at: Math.max(...parts.map(({ at }) => at)), members: Object.fromEntries(members) };
}

/** Sizes of the last count stay where there is no new one. */
async function countShop(container: Container, task: z.infer<typeof countTask>) {
  const segments = segmentsOf((await container.inForce()).book.programme);
  const whole = wholeOf(task, segments);
  if (whole !== null) await keepCounted(container.store, segments, whole);
  return { counted: whole !== null };
}

export function segmentsJudge(container: Container) {
  return middy(async (event: unknown) => {
    const task = input.parse(event);
    return 'judged' in task ? countShop(container, task) : judgePart(container, task);
  });
}
