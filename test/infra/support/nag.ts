/** What cdk-nag says of a deployment before anything is acknowledged, and which of it is. */
import { AwsSolutionsChecks } from 'cdk-nag';
import { acknowledgements } from '../../../infra/acknowledgements.ts';
import { checkDeploymentConfig, type PerennialConfig } from '../../../infra/config/deploymentConfig.ts';
import { deployed } from './deployed.ts';

export interface Nagged {
  /** `finding at path` of what nobody acknowledged. */
  readonly findings: readonly string[];
  readonly reasons: readonly string[];
  /** Acknowledged, and not found. */
  readonly stale: readonly string[];
}

export function nagged(config: PerennialConfig): Nagged {
  const { app, stacks } = deployed(config);
  const known = acknowledgements(app, stacks, checkDeploymentConfig(config, 'the test'));
  const found = new AwsSolutionsChecks(app)
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath = '' }) => ({ finding: ruleName, path: constructPath })),
    );
  const covers = ({ scope, finding }: (typeof known)[number], one: (typeof found)[number]) =>
    finding === one.finding && (scope === app || `${one.path}/`.startsWith(`${scope.node.path}/`));
  return {
    findings: found
      .filter((one) => !known.some((its) => covers(its, one)))
      .map(({ finding, path }) => `${finding} at ${path}`),
    reasons: known.map(({ reason }) => reason),
    stale: known.filter((its) => !found.some((one) => covers(its, one))).map(({ finding }) => finding),
  };
}
