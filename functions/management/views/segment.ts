/** Segments and their people as the API tells of them. */
import type { Person } from '../../../core/customer/person.ts';
import type { PublishedSegment } from '../../../core/segment/definition.ts';
import { type DescribeContext, describeSegment } from '../../../core/segment/describe.ts';

export function segmentView({ segment, revision }: PublishedSegment, context: DescribeContext) {
  const { id, kind, name, description } = segment;
  return {
    id,
    kind,
    name,
    description: description ?? null,
    sentence: describeSegment(segment, context),
    revision,
  };
}

export function memberView({ id, name, lifecycle }: Person) {
  return { id, name, stage: lifecycle?.stage ?? null, grade: lifecycle?.grade ?? null };
}
