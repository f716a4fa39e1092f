/** A journey's text checked: schema, then lint, each problem with the line it stands on. */
import { campaignOfJourney, JOURNEY_PREFIX } from '../../core/campaign/definition.ts';
import type { JourneyDefinition } from '../../core/journey/definition.ts';
import { type LintContext, lintJourney } from '../../core/journey/lint.ts';
import { type JourneyProblem, parseJourney } from './parseJourney.ts';

export interface CheckedJourney {
  /** Null where the schema refused it. */
  readonly definition: JourneyDefinition | null;
  /** What `validate` answers. */
  readonly answer: {
    readonly valid: boolean;
    readonly id: string | null;
    readonly problems: readonly JourneyProblem[];
  };
}

const OF_CAMPAIGNS = {
  severity: 'error',
  code: 'campaign-journey',
  path: 'id',
  message: `ids that begin with ${JOURNEY_PREFIX} are those of campaigns; choose another, or write a campaign`,
} as const;

/** Never throws: what is wrong is in the answer. */
export function checkJourney(text: string, context: LintContext): CheckedJourney {
  const { definition, problems, lineOf } = parseJourney(text);
  if (definition === null) return { definition, answer: { valid: false, id: null, problems } };
  const findings: JourneyProblem[] = lintJourney(definition, context).map((finding) => ({
    ...finding,
    line: lineOf(finding.path),
  }));
  if (campaignOfJourney(definition.id) !== null) findings.push({ ...OF_CAMPAIGNS, line: lineOf('id') });
  const valid = findings.every((finding) => finding.severity !== 'error');
  return { definition, answer: { valid, id: definition.id, problems: findings } };
}
