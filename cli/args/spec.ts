/**
 * What a command says of itself: its operands, options, summary and example. The table in `cli/commands.ts` is made of
 * these; parsing, `--help` and the hints for misspelt words all read it, so they cannot disagree.
 */
import type { CommandContext } from '../context.ts';

/** How an option's value is checked before the command runs; anything else is `text`. */
export type ValueKind = 'text' | 'date' | 'whole' | 'number' | 'port' | 'url';

export interface OptionSpec {
  readonly name: string;
  /** Placeholder of the value in help; an option without one is a switch. */
  readonly value?: string;
  readonly kind?: ValueKind;
  readonly oneOf?: readonly string[];
  /** The value is one or more of `oneOf`, with commas between. */
  readonly list?: boolean;
  /** Given again its values are joined by commas, instead of the last one counting. */
  readonly repeats?: boolean;
  readonly required?: boolean;
  readonly help: string;
}

export interface OperandSpec {
  /** Placeholder in help, for example `FILE`. */
  readonly name: string;
  /** May be left out; only the last one. */
  readonly optional?: boolean;
  /** Takes all remaining words, at least one. */
  readonly many?: boolean;
}

/** 0 done, 1 failed or a check did not hold, 2 misuse. */
export type ExitCode = 0 | 1 | 2;

export interface CommandSpec {
  /** One or two words, for example `customers list`. */
  readonly name: string;
  readonly summary: string;
  readonly operands: readonly OperandSpec[];
  readonly options: readonly OptionSpec[];
  readonly examples: readonly string[];
  /** Paragraphs of `--help` below the options. */
  readonly notes?: readonly string[];
  /** Names the command knows, one a line of `--help`. */
  readonly list?: { readonly title: string; readonly rows: readonly (readonly [string, string])[] };
  /** May bring a data folder into being where there is none. */
  readonly creates?: boolean;
  /** Runs on this machine alone, and is misuse with --remote. */
  readonly onlyHere?: boolean;
  /** Loaded when the command runs, so that help stays quick. */
  readonly load: () => Promise<{ readonly run: (context: CommandContext) => Promise<ExitCode> }>;
}
