/**
 * Finds a deployment's configuration: `perennial.config.ts` in the project's root where there is one, and over it what CDK's
 * context says, so that `npx cdk deploy --all -c email.address=hello@shop.example` works without a file.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { checkDeploymentConfig, configFields, type DeploymentConfig } from './deploymentConfig.ts';

const FILE = 'perennial.config.ts';

const moduleSchema = z.object({ default: z.record(z.string(), z.unknown()) });

/** Reads context by key; undefined where it says nothing. */
export type ReadContext = (key: string) => unknown;

async function fileIn(folder: string): Promise<Record<string, unknown>> {
  const file = join(folder, FILE);
  if (!existsSync(file)) return {};
  const loaded = moduleSchema.safeParse(await import(pathToFileURL(file).href));
  if (!loaded.success)
    throw new Error(`${FILE} has no configuration: end it as perennial.config.example.ts does`);
  return loaded.data.default;
}

/** What is said in context: a section as JSON (`-c brand='{…}'`) or a field of one (`-c brand.name=…`). */
function said(context: ReadContext, path: string, now: unknown): unknown {
  const value = context(path);
  if (value === undefined) return now;
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withContext(written: Record<string, unknown>, context: ReadContext): Record<string, unknown> {
  const sections = [...configFields()].flatMap(([section, names]): [string, unknown][] => {
    const whole = said(context, section, written[section]);
    const fields = names.flatMap((field): [string, unknown][] => {
      const value = said(context, `${section}.${field}`, undefined);
      return value === undefined ? [] : [[field, value]];
    });
    if (fields.length === 0) return whole === undefined ? [] : [[section, whole]];
    return [[section, { ...(isRecord(whole) ? whole : {}), ...Object.fromEntries(fields) }]];
  });
  return { ...written, ...Object.fromEntries(sections) };
}

/** Throws `DeploymentConfigInvalid`, or where the file holds no configuration. */
export async function readConfig(folder: string, context: ReadContext): Promise<DeploymentConfig> {
  const written = withContext(await fileIn(folder), context);
  return checkDeploymentConfig(written, `${FILE} or CDK's context`);
}
