/**
 * Whether the policies of a topic or a queue let a stranger's call through, as IAM decides it for callers that have no policy of
 * this account: denied where a statement denies, let in where one allows, else denied. Knows the conditions that our templates
 * use, and throws at any other, so that none is passed over.
 */
import type { Deployed } from './deployed.ts';
import { actionsOf, type Statement, statementsIn, textOf } from './policies.ts';

export interface Call {
  readonly caller: { readonly service: string } | { readonly account: string } | 'anybody';
  readonly action: string;
  /** What `textOf` makes of the topic or queue. */
  readonly resource: string;
  /** `aws:SourceAccount`, `aws:SourceArn`, `aws:SecureTransport`. */
  readonly context: Readonly<Record<string, string>>;
}

function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*');
  return new RegExp(`^${escaped}$`).test(text);
}

function isCaller({ Principal }: Statement, caller: Call['caller']): boolean {
  if (Principal === '*') return true;
  return Object.entries(Object(Principal)).some(([kind, value]) => {
    const named = (Array.isArray(value) ? value : [value]).map(textOf);
    if (kind === 'AWS' && named.includes('*')) return true;
    if (caller === 'anybody') return false;
    if ('service' in caller) return kind === 'Service' && named.includes(caller.service);
    return kind === 'AWS' && named.some((one) => one.includes(caller.account));
  });
}

function holds({ Condition }: Statement, context: Call['context']): boolean {
  return Object.entries(Condition).every(([operator, wanted]) =>
    Object.entries(wanted).every(([key, value]) => {
      const said = context[key];
      const texts = (Array.isArray(value) ? value : [value]).map(textOf);
      if (said === undefined) return false;
      if (operator === 'StringEquals' || operator === 'Bool' || operator === 'ArnEquals')
        return texts.includes(said);
      if (operator === 'ArnLike') return texts.some((text) => matches(text, said));
      throw new Error(`a policy has the condition ${operator}, which nobody here understands`);
    }),
  );
}

function applies(statement: Statement, call: Call): boolean {
  return (
    isCaller(statement, call.caller) &&
    actionsOf(statement).some((action) => matches(action, call.action)) &&
    statement.Resource.some((one) => matches(textOf(one), call.resource)) &&
    holds(statement, call.context)
  );
}

const read = new Map<Deployed, readonly Statement[]>();

function statementsOf(system: Deployed): readonly Statement[] {
  const policies = [...system.of('AWS::SNS::TopicPolicy'), ...system.of('AWS::SQS::QueuePolicy')];
  const statements =
    read.get(system) ?? policies.flatMap(({ properties }) => statementsIn(properties['PolicyDocument']));
  read.set(system, statements);
  return statements;
}

/** Of every topic and queue. */
export function mayCall(system: Deployed, call: Call): boolean {
  const applying = statementsOf(system).filter((statement) => applies(statement, call));
  return applying.length > 0 && applying.every(({ Effect }) => Effect === 'Allow');
}
