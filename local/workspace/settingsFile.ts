/** Reads a workspace's `settings.yaml`; without one every default holds. */
import { existsSync, readFileSync } from 'node:fs';
import { DEFAULT_SETTINGS, type Settings } from '../../core/settings/settings.ts';
import { checkSettings } from '../../functions/shared/settingsDocument.ts';

export interface SettingsProblem {
  readonly line: number | null;
  readonly path: string;
  readonly message: string;
}

export class SettingsInvalid extends Error {
  readonly code = 'settings-invalid';
  readonly problems: readonly SettingsProblem[];
  constructor(file: string, problems: readonly SettingsProblem[]) {
    const lines = problems.map(
      ({ line, path, message }) => `${file}${line === null ? '' : `:${line}`}: ${path}: ${message}`,
    );
    super(`the settings cannot be used; correct these and start again:\n${lines.join('\n')}`);
    this.name = 'SettingsInvalid';
    this.problems = problems;
  }
}

/** Settings of YAML text; of an empty one the defaults. Throws `SettingsInvalid` naming field and line. */
export function parseSettings(text: string, file: string): Settings {
  const { settings, problems } = checkSettings(text);
  if (settings === null) throw new SettingsInvalid(file, problems);
  return settings;
}

/** Settings of a file; the defaults where there is none. */
export function readSettings(file: string): Settings {
  return existsSync(file) ? parseSettings(readFileSync(file, 'utf8'), file) : DEFAULT_SETTINGS;
}
