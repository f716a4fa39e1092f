/**
 * S9: the stacks as they are deployed, with everything a configuration can ask for and with nothing of it. cdk-nag's AwsSolutions
 * finds nothing that is not left aside for a reason, nothing is left aside without need, each function has a role of its own, and no
 * statement of any role gives every action of a service, or every resource of one that holds data.
 */
import { deployed, EVERYTHING, NOTHING } from '../../infra/support/deployed.ts';
import { nagged } from '../../infra/support/nag.ts';
import { actionsOf, rolePolicies, textOf } from '../../infra/support/policies.ts';

/** Knows no resource, and tells a figure of the account. */
const WITHOUT_RESOURCE = 'ses:GetSendQuota';
const HOLD_DATA = /^(dynamodb|s3|sqs|sns|ses|sms-voice|states|kms|lambda|cognito-idp|secretsmanager):/;

export interface Hardening {
  readonly findings: readonly string[];
  readonly stale: readonly string[];
  /** Of the configuration with more of them. */
  readonly leftAside: number;
  readonly withoutReason: number;
  readonly functions: number;
  readonly roles: number;
  /** Actions given too widely. */
  readonly wide: readonly string[];
  readonly statements: number;
}

export function hardening(): Hardening {
  const nags = [EVERYTHING, NOTHING].map(nagged);
  const system = deployed(EVERYTHING);
  const functions = system.of('AWS::Lambda::Function');
  const statements = rolePolicies(system).flatMap((policy) => policy.statements);
  const wide = statements.flatMap((statement) => {
    const everywhere = statement.Resource.some((one) => textOf(one) === '*');
    return actionsOf(statement).filter(
      (action) =>
        action.includes('*') || (everywhere && HOLD_DATA.test(action) && action !== WITHOUT_RESOURCE),
    );
  });
  return {
    findings: nags.flatMap(({ findings }) => findings),
    stale: nags.flatMap(({ stale }) => stale),
    leftAside: Math.max(...nags.map(({ reasons }) => reasons.length)),
    withoutReason: nags.flatMap(({ reasons }) => reasons).filter((reason) => reason.length < 40).length,
    functions: functions.length,
    roles: new Set(functions.map(({ properties }) => textOf(properties['Role']))).size,
    wide,
    statements: statements.length,
  };
}

const MOST_LEFT_ASIDE = 15;

export async function run(_options: {
  readonly seed: number;
  readonly full: boolean;
}): Promise<{ measured: string; runs: number; pass: boolean }> {
  const it = hardening();
  const { findings, stale, leftAside, withoutReason, functions, roles, wide, statements } = it;
  return {
    measured: `${findings.length} findings, ${leftAside} left aside with a reason; ${roles} roles of ${functions} functions; ${wide.length} of ${statements} statements too wide`,
    runs: statements,
    pass:
      findings.length + stale.length + withoutReason + wide.length === 0 &&
      leftAside <= MOST_LEFT_ASIDE &&
      roles === functions &&
      functions > 0,
  };
}
