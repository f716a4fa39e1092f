/**
 * What a deployment is told: in whose name it sends, where its pages are, who hears its alarms, how long it keeps what. It comes
 * from `perennial.config.ts` in the project's root and from CDK's context, and is checked here as a whole before anything is
 * built. An empty one is valid: it deploys, keeps every message in its mailbox and sends none.
 */
import * as z from 'zod';

const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const domainName = z.string().regex(DOMAIN, 'use a domain name such as mail.shop.example');

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

/** What CloudWatch Logs can keep, in days. */
const LOG_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] as const;

const inBothLanguages = z.strictObject({ en: z.string().min(1), 'zh-CN': z.string().min(1) });

const topic = z.strictObject({
  name: inBothLanguages,
  description: inBothLanguages,
  channels: z
    .array(z.enum(['email', 'sms']))
    .min(1, 'name a channel: email, sms')
    .optional(),
  shown: z.boolean().optional(),
});

const brand = z
  .strictObject({
    /** The shop's name, as people read it. */
    name: z.string().min(1).default('Your shop'),
    /** Shown in every promotional email, as law asks; needed where mail is sent. */
    postalAddress: z.string().min(1).nullable().default(null),
    website: z.url().default('https://shop.example'),
    phone: z.string().min(3).max(40).nullable().default(null),
    locale: z.enum(['en', 'zh-CN']).default('en'),
    /** ISO 4217; null until the first import names it. */
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'use a three-letter ISO 4217 code')
      .nullable()
      .default(null),
    /** Starter programme: of a shop, or of a business whose customers come for visits and courses. */
    edition: z.enum(['shop', 'service']).default('shop'),
  })
  .prefault({});

const emailSender = z
  .strictObject({
    /** Who mails come from. Null: no mail leaves; the mailbox keeps them. */
    address: z.email('use an address such as hello@shop.example').nullable().default(null),
    /** Shown beside the address; null: the brand. */
    name: z.string().min(1).nullable().default(null),
    /** What SES verifies: the whole domain of the address (DKIM records to publish), or the address alone (a mail to click on). */
    verify: z.enum(['domain', 'address']).default('domain'),
    /** Further domains or addresses that senders of the settings write from. */
    identities: z
      .array(z.union([domainName, z.email('use an address or a domain')]))
      .max(20)
      .default([]),
    /** Bounces return here (MAIL FROM), a subdomain of the sender's; null: SES's own. */
    returnPath: domainName.nullable().default(null),
  })
  .prefault({});

const smsSender = z
  .strictObject({
    /** Number, pool or sender id of End User Messaging, by ARN. Null: no SMS leaves; the mailbox keeps them. */
    originationArn: z
      .string()
      .regex(
        /^arn:aws[\w-]*:sms-voice:[\w-]+:\d{12}:(phone-number|pool|sender-id)\//,
        'use the ARN of a phone number, a pool or a sender id, as its page in End User Messaging shows it',
      )
      .nullable()
      .default(null),
  })
  .prefault({});

const pages = z
  .strictObject({
    /** Domain of customers' pages and tracked links; null: the API's own address. */
    domain: domainName.nullable().default(null),
    /** Of that domain, in ACM, in the region of the deployment. */
    certificateArn: z
      .string()
      .regex(/^arn:aws[\w-]*:acm:/, 'use the ARN of a certificate in ACM')
      .nullable()
      .default(null),
  })
  .refine(({ domain, certificateArn }) => (domain === null) === (certificateArn === null), {
    path: ['certificateArn'],
    message: 'a domain needs its certificate: request one in ACM in this region, then give both or neither',
  })
  .prefault({});

const inboundMail = z
  .strictObject({
    /** Domain whose MX points at SES; null: replies by mail are not received. */
    domain: domainName.nullable().default(null),
  })
  .prefault({});

const retention = z
  .strictObject({
    logDays: z
      .number()
      .refine((days) => LOG_DAYS.some((one) => one === days), `use one of ${LOG_DAYS.join(', ')}`)
      .default(30),
    /** Of facts and decisions moved out of the table; null: until a customer is erased. */
    archiveDays: z.int().min(1).max(36_500).nullable().default(null),
    /** False lets `cdk destroy` take tables and bucket along: for trying out. */
    keepData: z.boolean().default(true),
  })
  .prefault({});

const sections = z.strictObject({
  /** Of this deployment: what its stacks begin with. Two in one account have two names. */
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,19}$/, 'use 2 to 20 small letters, digits and hyphens, a letter first')
    .default('perennial'),
  /** Null: that of the AWS profile in use. */
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'use a region such as eu-central-1')
    .nullable()
    .default(null),
  /** The shop's: people of unknown zone, and when night is. */
  zone: z.string().refine(isZone, 'use an IANA zone such as Europe/Berlin').default('UTC'),
  brand,
  email: emailSender,
  sms: smsSender,
  pages,
  inboundMail,
  /** By id. Newsletter, offers and service are there anyway; more are added, or one of these is given other words. */
  topics: z
    .record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'use small letters, digits and hyphens'), topic)
    .default({}),
  /** Who is told of an alarm, by mail; null: nobody, the alarms are in CloudWatch. */
  alarmsEmail: z.email('use an address such as ops@shop.example').nullable().default(null),
  retention,
  logLevel: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']).default('INFO'),
});

export const deploymentConfigSchema = sections.refine(
  ({ email, brand: { postalAddress } }) => email.address === null || postalAddress !== null,
  {
    path: ['brand', 'postalAddress'],
    message: "mail is sent, and law asks for the sender's postal address in it: give the shop's",
  },
);

/** Names of the sections, and of the fields of each that has any. */
export function configFields(): ReadonlyMap<string, readonly string[]> {
  const defaults = sections.parse({});
  const { topics: _, ...fixed } = defaults;
  const fields = Object.entries(fixed).map(([section, value]): [string, readonly string[]] => [
    section,
    typeof value === 'object' && value !== null ? Object.keys(value) : [],
  ]);
  return new Map([...fields, ['topics', []]]);
}

/** As it is written: everything may be left out. */
export type PerennialConfig = z.input<typeof deploymentConfigSchema>;

/** With every default in place. */
export type DeploymentConfig = z.output<typeof deploymentConfigSchema>;

/** A configuration that cannot be deployed; the message names each field and its remedy. */
export class DeploymentConfigInvalid extends Error {
  readonly code = 'deployment-config-invalid';
  constructor(source: string, issues: readonly z.core.$ZodIssue[]) {
    const lines = issues.map(({ path, message }) => `  ${path.join('.') || '(whole file)'}: ${message}`);
    super(
      `the deployment cannot be built; correct these in ${source}, see docs/deploy.md:\n${lines.join('\n')}`,
    );
    this.name = 'DeploymentConfigInvalid';
  }
}

/** Throws `DeploymentConfigInvalid`. `source`: what a person would open to correct it. */
export function checkDeploymentConfig(written: unknown, source: string): DeploymentConfig {
  const checked = deploymentConfigSchema.safeParse(written);
  if (!checked.success) throw new DeploymentConfigInvalid(source, checked.error.issues);
  return checked.data;
}
