/** What is asked about segments. */
import * as z from 'zod';
import { membersBody } from '../../management/routes/segmentMembers.ts';
import { previewBody } from '../../management/routes/segmentPreview.ts';
import { segmentSources } from '../../shared/segmentSources.ts';
import * as answers from '../answers/segments.ts';
import { type Operation, page } from './operation.ts';

const UNKNOWN = { 404: ['unknown-segment'] } as const;

const body = segmentSources.meta({
  description:
    'Files of segments, which are published with those in force; or, in place of it, one document under `segments` (YAML or JSON) that replaces all',
});

const ids = membersBody.meta({ description: 'Or a CSV with a column of customer ids' });

export const segmentOperations = {
  'GET /v1/segments': {
    summary: 'The segments in force, each with its sentence',
    answer: answers.segmentList,
  },
  'PUT /v1/segments': {
    summary: 'Publishes segments; with `If-Match` only where that version is in force',
    body,
    answer: answers.segmentsPublished,
    refusals: { 409: ['segments-moved'], 422: ['segments-invalid'] },
  },
  'POST /v1/segments/validate': {
    summary: 'Checks segments with those in force, and publishes nothing',
    body,
    answer: answers.segmentsCheck,
  },
  'POST /v1/segments/preview': {
    summary: 'A segment before it is saved: size, ten people, and how many could be written to now',
    body: previewBody,
    answer: answers.segmentPreview,
    refusals: { 404: ['unknown-segment'], 413: ['too-many-customers'], 422: ['segment-invalid'] },
  },
  'POST /v1/segments/recompute': {
    summary: 'Judges everyone now',
    answer: answers.segmentsJudged,
    refusals: { 413: ['too-many-customers'] },
  },
  'GET /v1/segments/{id}': {
    summary: 'One segment, its rule and its sentence',
    answer: answers.segmentShown,
    refusals: UNKNOWN,
  },
  'GET /v1/segments/{id}/members': {
    summary: 'Who is in a segment, by id; a page may be short while `next` leads on',
    query: z.object(page),
    answer: answers.segmentMembers,
    refusals: UNKNOWN,
  },
  'POST /v1/segments/{id}/members': {
    summary: 'Puts people on a list',
    body: ids,
    answer: answers.listChanged,
    refusals: { ...UNKNOWN, 409: ['not-a-list'] },
  },
  'PUT /v1/segments/{id}/members': {
    summary: 'A list holds exactly these people afterwards',
    body: ids,
    answer: answers.listChanged,
    refusals: { ...UNKNOWN, 409: ['not-a-list'] },
  },
  'POST /v1/segments/{id}/members/removals': {
    summary: 'Takes people off a list',
    body: ids,
    answer: answers.listChanged,
    refusals: { ...UNKNOWN, 409: ['not-a-list'] },
  },
} as const satisfies Readonly<Record<string, Operation>>;
