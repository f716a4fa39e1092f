/**
 * The settings a new deployment begins with, written from its configuration into `settings.json` beside the code of every
 * function. They are in force until somebody puts others into force over the API or with `perennial settings set`: those are kept
 * in the config table, and from then on the table decides. So a deployment never undoes what a marketer changed.
 * What is known only once the stacks stand (address of pages, configuration sets) comes as environment and goes over these.
 */
import type { DeploymentConfig } from './deploymentConfig.ts';

/** A part of the document that docs/settings.md describes; what is left out has its default. */
export function settingsDocument(config: DeploymentConfig): Record<string, unknown> {
  const { brand, email, sms, pages, topics, zone, region } = config;
  const { name, postalAddress, ...rest } = brand;
  const senderName = email.name ?? name;
  return {
    shop: {
      ...rest,
      name,
      zone,
      senderName,
      ...(postalAddress === null ? {} : { postalAddress }),
      ...(email.address === null ? {} : { senderEmail: email.address }),
    },
    ...(email.address === null ? {} : { senders: { default: defaultSender(config, email.address) } }),
    messages: { topics },
    ...(pages.domain === null ? {} : { pages: { url: `https://${pages.domain}` } }),
    delivery: {
      email: email.address === null ? 'mailbox' : 'ses',
      sms: sms.originationArn === null ? 'mailbox' : 'aws',
      webhook: 'http',
      region,
      ...(sms.originationArn === null ? {} : { smsOrigination: sms.originationArn }),
    },
  };
}

function defaultSender({ email, brand }: DeploymentConfig, address: string): Record<string, unknown> {
  return { name: email.name ?? brand.name, email: address, returnPath: email.returnPath };
}
