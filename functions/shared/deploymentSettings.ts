/** The settings a deployment was made with: `settings.json` beside the code of every function. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { perSettings } from '../../core/settings/perSettings.ts';
import { DEFAULT_SETTINGS, type Settings, settingsSchema } from '../../core/settings/settings.ts';
import type { AwsEnvironment } from './awsEnvironment.ts';

const FILE = 'settings.json';

const leftOpen = z.looseObject({
  delivery: z.looseObject({ region: z.string().nullable().optional() }).prefault({}),
  pages: z.looseObject({ url: z.string().nullable().optional() }).prefault({}),
});

/** Where the document leaves open what only the stacks know, it is filled in. */
function completed(document: unknown, surroundings: Readonly<Record<string, string | undefined>>): unknown {
  const { delivery, pages, ...rest } = leftOpen.parse(document);
  return {
    ...rest,
    delivery: { ...delivery, region: delivery.region ?? surroundings['AWS_REGION'] ?? null },
    pages: { ...pages, url: pages.url ?? surroundings['PAGES_URL'] ?? null },
  };
}

/** The defaults where there is no such file. Throws where one is there that is no settings document. */
export function settingsBeside(
  folder: string,
  surroundings: Readonly<Record<string, string | undefined>>,
): Settings {
  const file = join(folder, FILE);
  if (!existsSync(file)) return DEFAULT_SETTINGS;
  return settingsSchema.parse(completed(JSON.parse(readFileSync(file, 'utf8')), surroundings));
}

/** Settings as messages leave by: what they leave open is as the deployment has it. */
export function asDeployed(environment: AwsEnvironment): (settings: Settings) => Settings {
  return perSettings((settings) => {
    const { delivery } = settings;
    return {
      ...settings,
      delivery: {
        ...delivery,
        sesConfigurationSet: delivery.sesConfigurationSet ?? environment.sesConfigurationSet,
        smsConfigurationSet: delivery.smsConfigurationSet ?? environment.smsConfigurationSet,
      },
    };
  });
}
