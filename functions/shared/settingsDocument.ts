/** A settings document as people write it, YAML or JSON, checked: what is wrong with the line it stands on, and what does nothing. */
import * as z from 'zod';
import { type Settings, settingsSchema } from '../../core/settings/settings.ts';
import { settingsWarnings } from '../../core/settings/warnings.ts';
import type { ProblemDetail } from './problem.ts';
import { checkYaml } from './yamlDocument.ts';

/** A document of nothing but comments is an empty one. */
const documentSchema = z.preprocess((value) => value ?? {}, settingsSchema);

/** Longer than any that says something. */
const LARGEST_CHARS = 262_144;

export interface CheckedSettings {
  /** Null where an error is among the problems. */
  readonly settings: Settings | null;
  readonly problems: readonly (ProblemDetail & { readonly line: number | null })[];
}

/** Never throws. `journeys`: ids of those that are published, for warnings. */
export function checkSettings(text: string, journeys: readonly string[] = []): CheckedSettings {
  if (text.length > LARGEST_CHARS) {
    const message = `the document has ${text.length} characters; at most ${LARGEST_CHARS} are taken`;
    return { settings: null, problems: [{ path: '(whole file)', message, severity: 'error', line: null }] };
  }
  const { data, problems, lineOf } = checkYaml(text, documentSchema);
  if (data === null) {
    const errors = problems.map(({ path, message, line }) => ({
      path,
      message,
      line,
      severity: 'error' as const,
    }));
    return { settings: null, problems: errors };
  }
  const warnings = settingsWarnings(data, journeys).map(({ path, message }) => ({
    path,
    message,
    line: lineOf(path),
    severity: 'warning' as const,
  }));
  return { settings: data, problems: warnings };
}
