/**
 * What a function is told by its environment, as its `needs` in workflows/functions.ts have it: whatever it needs and is not told
 * is an error that names the variable, before anything is done.
 */
import * as z from 'zod';
import { JOB_NAMES, type JobName } from '../../core/jobs.ts';
import type { FunctionNeeds, MachineName, TableName } from '../../workflows/functionDefinition.ts';

export class EnvironmentIncomplete extends Error {
  readonly code = 'environment-incomplete';
  constructor(names: readonly string[]) {
    super(
      `the environment lacks ${names.join(', ')}: the stacks of infra/ set what a function needs, see workflows/functions.ts`,
    );
    this.name = 'EnvironmentIncomplete';
  }
}

/** The variables of every function; what only some need may be missing. */
const variables = z.object({
  AWS_REGION: z.string().min(1),
  TABLE_PEOPLE: z.string().min(1),
  TABLE_FACTS: z.string().min(1),
  TABLE_WORK: z.string().min(1),
  TABLE_CONFIG: z.string().min(1),
  BUCKET: z.string().min(1),
  EVENTS_QUEUE_URL: z.string().min(1),
  STATE_MACHINE_IMPORT: z.string().min(1),
  STATE_MACHINE_LIFECYCLE_EVALUATION: z.string().min(1),
  STATE_MACHINE_ERASE_CUSTOMER: z.string().min(1),
  STATE_MACHINE_CAMPAIGN_LAUNCH: z.string().min(1),
  USER_POOL_ID: z.string().min(1),
  USER_POOL_CLIENT_ID: z.string().min(1),
  PAGES_URL: z.url(),
  CONFIGURATION_SET: z.string().min(1),
  SMS_CONFIGURATION_SET: z.string().min(1),
  /** Stand in for AWS's own addresses. */
  AWS_ENDPOINT_URL: z.url(),
  AWS_ENDPOINT_URL_S3: z.url(),
});
const told = variables.partial();
type Told = z.infer<typeof told>;
type VariableName = keyof Told;

const TABLES = ['TABLE_PEOPLE', 'TABLE_FACTS', 'TABLE_WORK', 'TABLE_CONFIG'] as const;
const MACHINES = {
  import: 'STATE_MACHINE_IMPORT',
  'lifecycle-evaluation': 'STATE_MACHINE_LIFECYCLE_EVALUATION',
  'erase-customer': 'STATE_MACHINE_ERASE_CUSTOMER',
  'campaign-launch': 'STATE_MACHINE_CAMPAIGN_LAUNCH',
} as const satisfies Readonly<Record<JobName, VariableName>>;

function variableOf(machine: MachineName): VariableName[] {
  return machine === 'journey-wave' ? [] : [MACHINES[machine]];
}

/** What the function cannot do without. */
function neededBy({ tables, bucket, sendsTo, starts, email, verifiesTokens }: FunctionNeeds): VariableName[] {
  return [
    'AWS_REGION',
    ...(tables === undefined ? [] : TABLES),
    ...(bucket === undefined ? [] : ['BUCKET' as const]),
    ...(sendsTo === undefined ? [] : ['EVENTS_QUEUE_URL' as const]),
    ...(starts ?? []).flatMap(variableOf),
    ...(email === true ? ['PAGES_URL' as const] : []),
    ...(verifiesTokens === true ? (['USER_POOL_ID', 'USER_POOL_CLIENT_ID'] as const) : []),
  ];
}

export interface AwsEnvironment {
  readonly region: string;
  readonly tables: Readonly<Record<TableName, string>> | null;
  readonly bucket: string | null;
  readonly eventsQueueUrl: string | null;
  /** Those it starts; null where it starts none. */
  readonly machines: Readonly<Partial<Record<JobName, string>>> | null;
  readonly userPool: { readonly id: string; readonly clientId: string } | null;
  /** What customers' links begin with, unless the settings say otherwise. */
  readonly pagesUrl: string | null;
  readonly sesConfigurationSet: string | null;
  readonly smsConfigurationSet: string | null;
  /** Of a service that stands in for AWS. */
  readonly endpoint: string | undefined;
  readonly s3Endpoint: string | undefined;
}

function tablesIn(set: Told): AwsEnvironment['tables'] {
  const { TABLE_PEOPLE: people, TABLE_FACTS: facts, TABLE_WORK: work, TABLE_CONFIG: config } = set;
  if (people === undefined || facts === undefined || work === undefined || config === undefined) return null;
  return { people, facts, work, config };
}

function machinesIn(set: Told): AwsEnvironment['machines'] {
  const known = JOB_NAMES.flatMap((name): [JobName, string][] => {
    const arn = set[MACHINES[name]];
    return arn === undefined ? [] : [[name, arn]];
  });
  return known.length === 0 ? null : Object.fromEntries(known);
}

function userPoolIn(set: Told): AwsEnvironment['userPool'] {
  const { USER_POOL_ID: id, USER_POOL_CLIENT_ID: clientId } = set;
  return id === undefined || clientId === undefined ? null : { id, clientId };
}

/** What is set to nothing is not set. */
function setIn(surroundings: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const set = Object.entries(surroundings).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === '' ? [] : [[name, value]],
  );
  return Object.fromEntries(set);
}

/** Throws `EnvironmentIncomplete`, also for a variable that is set to what cannot be. */
export function awsEnvironment(
  needs: FunctionNeeds,
  surroundings: Readonly<Record<string, string | undefined>>,
): AwsEnvironment {
  const checked = told.safeParse(setIn(surroundings));
  if (!checked.success)
    throw new EnvironmentIncomplete(
      checked.error.issues.map(({ path, message }) => `${path.join('.')} (${message})`),
    );
  const set = checked.data;
  const missing = neededBy(needs).filter((name) => set[name] === undefined);
  const { AWS_REGION: region, AWS_ENDPOINT_URL: endpoint } = set;
  if (missing.length > 0 || region === undefined) throw new EnvironmentIncomplete(missing);
  return {
    region,
    tables: tablesIn(set),
    bucket: set.BUCKET ?? null,
    eventsQueueUrl: set.EVENTS_QUEUE_URL ?? null,
    machines: machinesIn(set),
    userPool: userPoolIn(set),
    pagesUrl: set.PAGES_URL ?? null,
    sesConfigurationSet: set.CONFIGURATION_SET ?? null,
    smsConfigurationSet: set.SMS_CONFIGURATION_SET ?? null,
    endpoint,
    s3Endpoint: set.AWS_ENDPOINT_URL_S3 ?? endpoint,
  };
}
