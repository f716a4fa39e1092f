/** Reads a workspace's `settings.yaml`; without one every default holds. */
import { existsSync, readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { DEFAULT_SETTINGS, type Settings, settingsSchema } from '../../core/settings/settings.ts';
import { isZone } from '../../core/zone.ts';

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

/** Settings of YAML text. Throws `SettingsInvalid` naming field and line. */
export function parseSettings(text: string, file: string): Settings {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const line = lines.linePos(broken.pos[0]).line;
    throw new SettingsInvalid(file, [{ line, path: '(YAML)', message: broken.message }]);
  }
  const parsed = settingsSchema.safeParse(document.toJS() ?? {});
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const node: unknown = document.getIn(issue.path, true);
      const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : null;
      const start: unknown = Array.isArray(range) ? range[0] : null;
      const line = typeof start === 'number' ? lines.linePos(start).line : null;
      return { line, path: issue.path.join('.') || '(whole file)', message: issue.message };
    });
    throw new SettingsInvalid(file, problems);
  }
  const { zone } = parsed.data.shop;
  if (!isZone(zone)) {
    const message = `"${zone}" is no zone; use an IANA name such as Europe/Berlin`;
    throw new SettingsInvalid(file, [{ line: null, path: 'shop.zone', message }]);
  }
  return parsed.data;
}

/** Settings of a file; the defaults where there is none. */
export function readSettings(file: string): Settings {
  return existsSync(file) ? parseSettings(readFileSync(file, 'utf8'), file) : DEFAULT_SETTINGS;
}
