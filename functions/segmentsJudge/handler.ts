/** Step Functions map task of `lifecycle-evaluation`: everyone of a part is judged by the segments in force, as of now. */
import middy from '@middy/core';
import { segmentsOf } from '../../core/segment/definition.ts';
import { recomputeSegments } from '../../core/segment/recompute.ts';
import type { Container } from '../shared/container.ts';
import { segmentTask } from '../shared/evaluationInput.ts';
import { keepCounted } from '../shared/segmentsCounted.ts';

/** A run that looks at the past says nothing of who is where now. Where the part is the whole shop, its count is kept for lists. */
export function segmentsJudge(container: Container) {
  return middy(async (event: unknown) => {
    const { plan, segment } = segmentTask.parse(event);
    if (!plan.store) return { people: 0, entered: 0, left: 0, written: 0 };
    const { book, model } = await container.inForce();
    const { store, settings, addressKeyOf } = container;
    const deps = { store, settings, addressKeyOf, model };
    const at = container.now();
    const done = await recomputeSegments(deps, book, { segment, now: at });
    const { people, entered, left, written, members } = done;
    if (store.segments === 1) await keepCounted(store, segmentsOf(book.programme), { at, members });
    return { people, entered, left, written };
  });
}
