/** `POST /v1/segments/preview`: a segment before it is saved: size, ten people, who of them could be written to and why not. */
import * as z from 'zod';
import { MESSAGE_CLASSES, CONSENT_CHANNELS } from '../../../core/message/messageClass.ts';
import { type SegmentDefinition, segmentSchema } from '../../../core/segment/definition.ts';
import { describeSegment } from '../../../core/segment/describe.ts';
import { lintSegments } from '../../../core/segment/lint.ts';
import { previewSegment } from '../../../core/segment/preview.ts';
import { ruleSchema } from '../../../core/segment/rule.ts';
import { isoInstant } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { misuse, Problem } from '../../shared/problem.ts';
import { checkYaml } from '../../shared/yamlDocument.ts';
import { memberView } from '../views/segment.ts';
import { bodyAs, type Route } from './route.ts';
import { describing, segmentNamed, segmentsInForce } from './segments.ts';

const question = {
  topic: z.string().min(1).default('offers').meta({ description: 'What one would write about' }),
  channel: z.enum(CONSENT_CHANNELS).default('email'),
  class: z.enum(MESSAGE_CLASSES).default('promotional'),
};

/** One of `id` (a published one), `rule`, and `source`: a segment in YAML or JSON. */
export const previewBody = z.strictObject({
  id: z.string().min(1).exactOptional(),
  rule: ruleSchema.exactOptional(),
  source: z.string().max(100_000).exactOptional(),
  ...question,
});

export interface PreviewLimits {
  readonly mostCustomers: number;
  readonly onPage?: (people: number) => void;
}

const DEPLOYED_LIMITS: PreviewLimits = { mostCustomers: 20_000 };

const UNNAMED = { id: 'preview', name: { en: 'Preview', 'zh-CN': '预览' } } as const;

function invalid(problems: NonNullable<ConstructorParameters<typeof Problem>[0]['problems']>): Problem {
  return new Problem({
    status: 422,
    code: 'segment-invalid',
    title: 'The segment cannot be used',
    detail: `${problems.length} ${problems.length === 1 ? 'thing is' : 'things are'} wrong with it`,
    problems,
  });
}

/** A whole document is that of one segment. */
const wholeSchema = z.strictObject({
  segments: z
    .array(segmentSchema)
    .length(1, 'preview looks at one segment: give a file of one, or the id of a published one'),
});

function readSource(source: string): SegmentDefinition {
  const isWhole = z
    .looseObject({ segments: z.unknown() })
    .safeParse(checkYaml(source, z.unknown()).data).success;
  const { data, problems } = isWhole
    ? checkYaml(source, wholeSchema)
    : checkYaml(
        source,
        segmentSchema.transform((one) => ({ segments: [one] })),
      );
  const [segment] = data?.segments ?? [];
  if (segment !== undefined) return segment;
  throw invalid(problems.map(({ path, message, line }) => ({ path, message, line })));
}

async function segmentIn(
  container: Container,
  { id, rule, source }: z.output<typeof previewBody>,
): Promise<SegmentDefinition> {
  if ([id, rule, source].filter((one) => one !== undefined).length !== 1)
    throw misuse('body', 'give one of id, rule and source', 'leave the others out');
  if (id !== undefined) return (await segmentNamed(container, id)).segment;
  return source === undefined && rule !== undefined
    ? { ...UNNAMED, kind: 'live', rule }
    : readSource(source ?? '');
}

/** With the segments in force besides. Throws a `Problem` of status 422. */
async function requireSound(container: Container, segment: SegmentDefinition): Promise<void> {
  const { all } = await segmentsInForce(container);
  const others = all.map((one) => one.segment).filter(({ id }) => id !== segment.id);
  const wrong = lintSegments({ segments: [segment, ...others] }).filter(
    ({ severity, path }) => severity === 'error' && path.startsWith('segments.0'),
  );
  if (wrong.length > 0) throw invalid(wrong.map(({ message }) => ({ path: 'rule', message, line: null })));
}

function tooMany({ mostCustomers }: PreviewLimits): Problem {
  return new Problem({
    status: 413,
    code: 'too-many-customers',
    title: 'Too many customers',
    detail: `a deployed system previews over up to ${mostCustomers} people`,
    remedy: 'publish the segment and look at its size: nobody is written to by that',
  });
}

export function previewRoute(container: Container, limits: PreviewLimits = DEPLOYED_LIMITS): Route {
  return async (request) => {
    const body = bodyAs(request, previewBody);
    const segment = await segmentIn(container, body);
    await requireSound(container, segment);
    const { book, model } = await container.inForce();
    const { store, addressKeyOf, settings } = container;
    const { topic, channel, class: messageClass } = body;
    if (!Object.hasOwn(settings.messages.topics, topic)) {
      const known = Object.keys(settings.messages.topics).join(', ');
      throw misuse('topic', `there is no topic "${topic}"`, `the topics are ${known}`);
    }
    const now = container.now();
    const { people, size, sample, reach } = await previewSegment(
      { store, addressKeyOf, settings, model },
      book,
      {
        segment,
        question: { topic, channel, class: messageClass },
        now,
        onPage(looked) {
          if (looked > limits.mostCustomers) throw tooMany(limits);
          limits.onPage?.(looked);
        },
      },
    );
    return {
      at: isoInstant(now),
      sentence: describeSegment(segment, await describing(container)),
      people,
      size,
      share: people === 0 ? null : size / people,
      sample: sample.map((person) => memberView(person)),
      reach: { topic, channel, class: messageClass, ...reach },
    };
  };
}
