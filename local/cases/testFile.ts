/** A file of cases from text to results. Never throws for what the text says: what is wrong comes with field and line. */
import type { JourneyDefinition } from '../../core/journey/definition.ts';
import { checkYaml } from '../../functions/shared/yamlDocument.ts';
import { caseFileSchema } from './caseFile.ts';
import { type FileProblem, findJourney } from './journeysOf.ts';
import { type CaseResult, runCase } from './runCase.ts';

export type FileResult =
  | { readonly kind: 'ran'; readonly results: readonly CaseResult[] }
  | { readonly kind: 'not-readable'; readonly problems: readonly FileProblem[] };

/** Runs every case of a text, one after the other; `path` is where it stands, which relative names start from. */
export async function testFile(text: string, path: string): Promise<FileResult> {
  const { data: file, problems, lineOf } = checkYaml(text, caseFileSchema);
  if (file === null) return { kind: 'not-readable', problems };
  const journeys: JourneyDefinition[] = [];
  const wrong: FileProblem[] = [];
  const names = file.journeys ?? [file.journey ?? ''];
  for (const [index, name] of names.entries()) {
    const field = file.journeys === undefined ? 'journey' : `journeys.${index}`;
    const found = findJourney(name, path);
    if (found.kind === 'found') journeys.push(found.definition);
    else if (found.kind === 'not-valid') wrong.push(...found.problems);
    else wrong.push({ path: field, message: found.message, line: lineOf(field) });
  }
  if (wrong.length > 0) return { kind: 'not-readable', problems: wrong };
  const results: CaseResult[] = [];
  for (const one of file.cases) results.push(await runCase(one, file, journeys));
  return { kind: 'ran', results };
}
