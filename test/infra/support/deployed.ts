/** Deployments synthesised for tests, with an empty file in place of every bundle, and their templates as plain objects. */
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { checkDeploymentConfig, type PerennialConfig } from '../../../infra/config/deploymentConfig.ts';
import { makeDeployment } from '../../../infra/deployment.ts';
import type { Deployment } from '../../../infra/deploymentStacks.ts';
import type { BundlePlaces } from '../../../infra/house.ts';

/** What is deployed without a word of configuration. */
export const NOTHING: PerennialConfig = {};

/** Everything a deployment can have. */
export const EVERYTHING: PerennialConfig = {
  name: 'teahouse',
  region: 'eu-central-1',
  zone: 'Europe/Berlin',
  brand: { name: 'Kettle & Leaf', postalAddress: '1 Tea Street, Bristol', website: 'https://kettle.example' },
  email: { address: 'hello@mail.kettle.example', returnPath: 'bounce.mail.kettle.example' },
  sms: { originationArn: 'arn:aws:sms-voice:eu-central-1:123456789012:phone-number/phone-1' },
  pages: {
    domain: 'my.kettle.example',
    certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/one',
  },
  inboundMail: { domain: 'reply.kettle.example' },
  topics: {
    tastings: {
      name: { en: 'Tastings', 'zh-CN': '品鉴' },
      description: { en: 'New teas.', 'zh-CN': '新茶。' },
    },
  },
  alarmsEmail: 'ops@kettle.example',
  retention: { logDays: 30, archiveDays: 730 },
};

const resources = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});

export interface Resource {
  readonly stack: keyof Deployment;
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** With its policies of deletion. */
  readonly whole: Readonly<Record<string, unknown>>;
}

export interface Deployed {
  readonly app: App;
  readonly stacks: Deployment;
  readonly templates: Readonly<Record<keyof Deployment, Template>>;
  /** Of every stack. */
  readonly resources: readonly Resource[];
  of(type: string): readonly Resource[];
}

const ROOM = mkdtempSync(join(tmpdir(), 'perennial-infra-'));

/** Takes the assemblies away. Rows of the guarantees end with their process, test files with their last test. */
export function forgetDeployed(): void {
  rmSync(ROOM, { recursive: true, force: true });
}
process.once('exit', forgetDeployed);

function folderFor(what: string): string {
  return mkdtempSync(join(ROOM, what));
}

function emptyBundles(): BundlePlaces {
  const folder = folderFor('bundles-');
  writeFileSync(join(folder, 'index.mjs'), 'export const handler = () => null;');
  return { bundleFolder: () => folder, bundleHash: () => 'hash' };
}

function resourcesIn(stack: keyof Deployment, template: Template): Resource[] {
  return Object.entries(resources.parse(template.toJSON()).Resources).map(([id, whole]) => ({
    stack,
    id,
    type: whole.Type,
    properties: whole.Properties,
    whole,
  }));
}

/** Feature flags, as `npx cdk` hands them to the app. */
function flags(): Record<string, unknown> {
  const file = join(import.meta.dirname, '..', '..', '..', 'cdk.json');
  return z
    .object({ context: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync(file, 'utf8'))).context;
}

const made = new Map<PerennialConfig, Deployed>();

/** One configuration, handed in twice, is synthesised once. */
export function deployed(written: PerennialConfig = EVERYTHING): Deployed {
  const known = made.get(written) ?? synthesised(written);
  made.set(written, known);
  return known;
}

function synthesised(written: PerennialConfig): Deployed {
  const app = new App({ context: flags(), outdir: folderFor('assembly-') });
  const stacks = makeDeployment(app, checkDeploymentConfig(written, 'the test'), emptyBundles());
  const templates = {
    data: Template.fromStack(stacks.data),
    messaging: Template.fromStack(stacks.messaging),
    workflows: Template.fromStack(stacks.workflows),
    api: Template.fromStack(stacks.api),
  };
  const all = (['data', 'messaging', 'workflows', 'api'] as const).flatMap((stack) =>
    resourcesIn(stack, templates[stack]),
  );
  return { app, stacks, templates, resources: all, of: (type) => all.filter((one) => one.type === type) };
}
