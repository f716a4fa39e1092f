/** Reads a campaign from YAML or JSON text, and looks at what a well-formed one may still get wrong: its journey is linted like any. */
import { compileCampaign } from '../../core/campaign/compile.ts';
import { settledDefinition } from '../../core/campaign/control.ts';
import { type CampaignDefinition, campaignSchema } from '../../core/campaign/definition.ts';
import { type LintContext, lintJourney } from '../../core/journey/lint.ts';
import type { Programme } from '../../core/programme/programme.ts';
import { segmentsOf } from '../../core/segment/definition.ts';
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
  readonly programme: Programme;
  readonly settings: Settings;
}

/** Where in a campaign a finding about its journey stands: nodes of messages are `<variant>-<n>`. */
function pathIn({ variants }: CampaignDefinition, path: string): string {
  const found = /^nodes\.(.+)-(\d+)(?:-wait)?(\..*)?$/.exec(path);
  const [, variant, n, rest = ''] = found ?? [];
  if (variant === undefined || n === undefined) return path.startsWith('nodes.') ? '(whole file)' : path;
  const place = variants?.findIndex(({ id }) => id === variant) ?? -1;
  const messages = place < 0 ? 'messages' : `variants.${place}.messages`;
  return `${messages}.${Number(n) - 1}${rest}`;
}

/** Of a compiled journey that anybody must leave some way, and that nobody enters by an event. */
const NOT_OF_CAMPAIGNS: ReadonlySet<string> = new Set(['no-exit']);

function segmentProblem(
  { segment }: CampaignDefinition,
  programme: Programme,
): Omit<JourneyProblem, 'line'>[] {
  if (segment === undefined || segmentsOf(programme).byId.has(segment)) return [];
  const known = [...segmentsOf(programme).byId.keys()].join(', ') || 'none';
  const message = `segment "${segment}" is not published; published are: ${known}`;
  return [{ severity: 'error', code: 'unknown-segment', path: 'segment', message }];
}

/** Never throws: what is wrong is in the answer, each with field and line. */
export function checkCampaign(text: string, { lint, programme, settings }: CampaignContext): CheckedCampaign {
  const { data, problems, lineOf } = checkYaml(text, campaignSchema);
  if (data === null) {
    const errors = problems.map(({ kind, ...one }) => ({ severity: 'error' as const, code: kind, ...one }));
    return { definition: null, valid: false, problems: errors };
  }
  const findings = lintJourney(compileCampaign(settledDefinition(data, settings)), lint)
    .filter(({ code }) => !NOT_OF_CAMPAIGNS.has(code))
    .map((finding) => ({ ...finding, path: pathIn(data, finding.path) }));
  const all = [...segmentProblem(data, programme), ...findings].map((one) => ({
    ...one,
    line: lineOf(one.path),
  }));
  return { definition: data, valid: all.every(({ severity }) => severity !== 'error'), problems: all };
}
