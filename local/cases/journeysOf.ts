/**
 * The journeys a file of cases is about: by the path of a definition, relative to the file; by an id, the definition beside
 * the file, else the shipped one. Each is checked as a publish checks it; templates and other journeys are taken to be there.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { isMessage, type JourneyDefinition } from '../../core/journey/definition.ts';
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';
import { checkJourney } from '../../functions/shared/checkJourney.ts';
import { parseJourney } from '../../functions/shared/parseJourney.ts';
import { shippedJourneyFiles } from '../../workflows/shipped.ts';

const DEFINITION = /\.(ya?ml|json)$/;

export interface FileProblem {
  readonly path: string;
  readonly message: string;
  readonly line: number | null;
  /** Where it is another file than the one of the cases. */
  readonly file?: string;
}

export type FoundJourney =
  | { readonly kind: 'found'; readonly definition: JourneyDefinition }
  | { readonly kind: 'not-found'; readonly message: string }
  | { readonly kind: 'not-valid'; readonly problems: readonly FileProblem[] };

function fileOf(name: string, caseFile: string): string | null {
  const folder = dirname(caseFile);
  const places = DEFINITION.test(name)
    ? [join(folder, name)]
    : [join(folder, `${name}.yaml`), ...shippedJourneyFiles(name)];
  return places.find((place) => existsSync(place)) ?? null;
}

function readDefinition(file: string, caseFile: string): FoundJourney {
  const source = readFileSync(file, 'utf8');
  const { definition: parsed } = parseJourney(source);
  const sends = Object.values(parsed?.nodes ?? {}).flatMap((node) =>
    isMessage(node) && node.template !== undefined ? [node.template] : [],
  );
  const { messages } = DEFAULT_SETTINGS;
  const { definition, answer } = checkJourney(source, { templates: new Set(sends), messages });
  if (definition !== null && answer.valid) return { kind: 'found', definition };
  const errors = answer.problems.filter(({ severity }) => severity === 'error');
  const name = relative(dirname(caseFile), file);
  return { kind: 'not-valid', problems: errors.map((problem) => ({ ...problem, file: name })) };
}

export function findJourney(name: string, caseFile: string): FoundJourney {
  const file = fileOf(name, caseFile);
  if (file !== null) return readDefinition(file, caseFile);
  const message = DEFINITION.test(name)
    ? `there is no file ${name} beside this one`
    : `there is no ${name}.yaml beside this file and no shipped journey "${name}"; give the path of its definition`;
  return { kind: 'not-found', message };
}
