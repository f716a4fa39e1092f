/** A segment as a sentence in both languages, so that whoever reads a rule and whoever wrote it mean the same. */
import type { SegmentDefinition, Segments } from './definition.ts';
import { chinese } from './describe/chinese.ts';
import { english } from './describe/english.ts';
import { clauseOf, type Tongue } from './describe/tongue.ts';
import type { Rule } from './rule.ts';

export interface Sentence {
  readonly en: string;
  readonly 'zh-CN': string;
}

/** What a sentence may name: amounts in a currency, other segments by their names. */
export interface DescribeContext {
  readonly currency?: string | null;
  readonly segments?: Pick<Segments, 'byId'>;
}

const TONGUES = { en: english, 'zh-CN': chinese } as const;
type Language = keyof typeof TONGUES;

function sentenceIn(language: Language, rule: Rule, { currency = null, segments }: DescribeContext): string {
  const tongue: Tongue = TONGUES[language];
  const nameOf = (id: string) => segments?.byId.get(id)?.segment.name[language] ?? id;
  return tongue.sentence(clauseOf(rule, tongue, { currency, nameOf }));
}

export function describeRule(rule: Rule, context: DescribeContext = {}): Sentence {
  return { en: sentenceIn('en', rule, context), 'zh-CN': sentenceIn('zh-CN', rule, context) };
}

export function describeSegment(segment: SegmentDefinition, context: DescribeContext = {}): Sentence {
  return segment.kind === 'live'
    ? describeRule(segment.rule, context)
    : { en: english.list, 'zh-CN': chinese.list };
}
