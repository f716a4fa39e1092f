/** Reads a campaign from YAML or JSON text, and looks at what a well-formed one may still get wrong: its journey is linted like any. */
import { compileCampaign } from '../../core/campaign/compile.ts';
import { settledDefinition } from '../../core/campaign/control.ts';
import { type CampaignDefinition, campaignSchema, variantsOf } from '../../core/campaign/definition.ts';
import { type LintContext, lintJourney } from '../../core/journey/lint.ts';
import type { LintFinding } from '../../core/journey/lintFinding.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { JourneyProblem } from './parseJourney.ts';
import { checkYaml } from './yamlDocument.ts';

export interface CheckedCampaign {
  /** Null where the schema refused it. */
  readonly definition: CampaignDefinition | null;
  readonly valid: boolean;
  readonly problems: readonly JourneyProblem[];
}

export interface CampaignContext {
  readonly lint: LintContext;
  readonly settings: Settings;
}

/** Where in a campaign a finding about its journey stands: nodes of messages are `<variant>-<n>`. */
function pathIn({ variants, segment }: CampaignDefinition, { code, path }: LintFinding): string {
  if (code === 'unknown-segment' && segment !== undefined && path.startsWith('nodes')) return 'segment';
  const found = /^nodes\.(.+)-(\d+)(?:-wait)?(\..*)?$/.exec(path);
  const [, variant, n, rest = ''] = found ?? [];
  if (variant === undefined || n === undefined) return path.startsWith('nodes.') ? '(whole file)' : path;
  const place = variants?.findIndex(({ id }) => id === variant) ?? -1;
  const messages = place < 0 ? 'messages' : `variants.${place}.messages`;
  return `${messages}.${Number(n) - 1}${rest}`;
}

/** One message needs no exit: there is nothing after it that could come too late. */
function matters(definition: CampaignDefinition, { code }: LintFinding): boolean {
  return code !== 'no-exit' || variantsOf(definition).some(({ messages }) => messages.length > 1);
}

/** Never throws: what is wrong is in the answer, each with field and line. */
export function checkCampaign(text: string, { lint, settings }: CampaignContext): CheckedCampaign {
  const { data, problems, lineOf } = checkYaml(text, campaignSchema);
  if (data === null) {
    const errors = problems.map(({ kind, ...one }) => ({ severity: 'error' as const, code: kind, ...one }));
    return { definition: null, valid: false, problems: errors };
  }
  const findings = lintJourney(compileCampaign(settledDefinition(data, settings)), lint)
    .filter((finding) => matters(data, finding))
    .map((finding) => ({ ...finding, path: pathIn(data, finding) }))
    .map((finding) => ({ ...finding, line: lineOf(finding.path) }));
  return {
    definition: data,
    valid: findings.every(({ severity }) => severity !== 'error'),
    problems: findings,
  };
}
