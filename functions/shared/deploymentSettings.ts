/** The settings a deployment was made with: `settings.json` beside the code of every function. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { perSettings } from '../../core/settings/perSettings.ts';
import { DEFAULT_SETTINGS, type Settings, settingsSchema } from '../../core/settings/settings.ts';
import type { AwsEnvironment } from './awsEnvironment.ts';

const FILE = 'settings.json';

/** The defaults where there is no such file. Throws where one is there that is no settings document. */
export function settingsBeside(folder: string): Settings {
  const file = join(folder, FILE);
  return existsSync(file) ? settingsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : DEFAULT_SETTINGS;
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
