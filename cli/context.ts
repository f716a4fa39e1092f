/** What a command is given: its arguments, the API, and a way to speak to people or to programs, as the call asked. */
import type { Arguments } from './args/arguments.ts';
import type { Printer } from './printer.ts';
import type { Surroundings } from './surroundings.ts';
import type { ApiRequest } from '../local/api/types.ts';
import type { Language } from './words/language.ts';
import type { WordTable } from './words/wordTable.ts';

export interface CommandContext {
  readonly args: Arguments;
  /** `--json`: one document on standard output and nothing else there. */
  readonly json: boolean;
  readonly language: Language;
  readonly words: WordTable;
  readonly printer: Printer;
  /** Absolute path of the data folder. */
  readonly dataDir: string;
  readonly surroundings: Surroundings;
  /** Absolute path of a file the call names. */
  readonly pathOf: (file: string) => string;
  /**
   * The body of the answer, as it came. Opens the way to the API on first use. Throws `Failure` for a refusal, with the
   * problem document the API sent, and for a lost connection.
   */
  readonly ask: (request: ApiRequest) => Promise<unknown>;
}
