/**
 * The four stacks of a deployment and how they lean on each other: data ← messaging ← workflows, api. Later ones read what
 * earlier ones made; none is told of a later one, so each can be deployed on its own after those before it.
 */
import { type App, Arn, Tags } from 'aws-cdk-lib';
import { acknowledge } from './acknowledgements.ts';
import type { Deployment } from './deploymentStacks.ts';
import type { DeploymentConfig } from './config/deploymentConfig.ts';
import { identitiesOf } from './constructs/EmailSending.ts';
import type { Resources } from './grants.ts';
import type { BundlePlaces, House } from './house.ts';
import { bucketName, bucketOf, executionsArn, machineArn } from './names.ts';
import { ApiStack } from './stacks/ApiStack.ts';
import { DataStack } from './stacks/DataStack.ts';
import { MessagingStack } from './stacks/MessagingStack.ts';
import { WorkflowsStack } from './stacks/WorkflowsStack.ts';

function emailArns(config: DeploymentConfig, stack: MessagingStack): readonly string[] | null {
  const identities = identitiesOf(config.email);
  if (identities.length === 0) return null;
  const arn = (resource: string, resourceName: string) =>
    Arn.format({ service: 'ses', resource, resourceName }, stack);
  return [...identities.map((one) => arn('identity', one)), arn('configuration-set', `${config.name}-email`)];
}

function smsArns({ name, sms }: DeploymentConfig, stack: MessagingStack): readonly string[] | null {
  if (sms.originationArn === null) return null;
  const set = { service: 'sms-voice', resource: 'configuration-set', resourceName: `${name}-sms` };
  return [sms.originationArn, Arn.format(set, stack)];
}

function resourcesOf(config: DeploymentConfig, data: DataStack, messaging: MessagingStack): Resources {
  return {
    tables: data.tables,
    bucket: bucketOf(messaging, config.name),
    key: data.key,
    queueArn: (queue) => messaging.queues[queue].queueArn,
    machineArn: (machine) => machineArn(messaging, config.name, machine),
    executionsArn: executionsArn(messaging, config.name),
    emailArns: emailArns(config, messaging),
    smsArns: smsArns(config, messaging),
  };
}

/** What every function finds in its environment; docs/deploy.md lists it. */
function environmentOf(config: DeploymentConfig, { tables, http }: DataStack): Record<string, string> {
  return {
    TABLE_PEOPLE: tables.people.tableName,
    TABLE_FACTS: tables.facts.tableName,
    TABLE_WORK: tables.work.tableName,
    TABLE_CONFIG: tables.config.tableName,
    BUCKET: bucketName(config.name),
    PAGES_URL: http.pagesUrl,
    CONFIGURATION_SET: `${config.name}-email`,
    ...(config.sms.originationArn === null ? {} : { SMS_CONFIGURATION_SET: `${config.name}-sms` }),
    LOG_LEVEL: config.logLevel,
  };
}

export function makeDeployment(app: App, config: DeploymentConfig, bundles: BundlePlaces): Deployment {
  const { name, region } = config;
  const env = region === null ? {} : { env: { region } };
  const data = new DataStack(app, 'Data', { ...env, stackName: `${name}-data`, config });
  const messaging = new MessagingStack(app, 'Messaging', {
    ...env,
    stackName: `${name}-messaging`,
    config,
    data,
  });
  const house: House = {
    ...bundles,
    config,
    resources: resourcesOf(config, data, messaging),
    environment: environmentOf(config, data),
  };
  messaging.addConsumers(house);
  const shared = { ...env, house, data, messaging };
  const workflows = new WorkflowsStack(app, 'Workflows', { ...shared, stackName: `${name}-workflows` });
  const api = new ApiStack(app, 'Api', { ...shared, stackName: `${name}-api` });
  Tags.of(app).add('perennial', name);
  const deployment = { data, messaging, workflows, api };
  acknowledge(app, deployment, config);
  return deployment;
}
