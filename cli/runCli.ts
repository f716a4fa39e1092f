/**
 * One call of the command line, from `argv` to an exit code. Everything it touches is handed in, so that a test makes a call
 * exactly as a shell does. Failures are shown here and nowhere else.
 */
import { resolve } from 'node:path';
import type { Arguments } from './args/arguments.ts';
import { helpOn } from './args/help.ts';
import { parse } from './args/parse.ts';
import type { CommandSpec, ExitCode } from './args/spec.ts';
import { COMMANDS, GLOBAL_OPTIONS } from './commands.ts';
import type { CommandContext } from './context.ts';
import { exitCodeOf, Failure, failed, misuse } from './failure.ts';
import { noticeText } from './noticeText.ts';
import { Printer } from './printer.ts';
import { refusalOf } from './refusal.ts';
import { inLanguage, showFailure } from './showFailure.ts';
import { ClosedPipe, type Surroundings } from './surroundings.ts';
import type { Transport } from './transport.ts';
import type { ApiRequest } from '../local/api/types.ts';
import { type Language, languageOf } from './words/language.ts';
import { fill, wordsIn } from './words/words.ts';
import type { WordTable } from './words/wordTable.ts';

const COMMAND_LINE = { commands: COMMANDS, globals: GLOBAL_OPTIONS };
const DATA_DIR = '.perennial';

/** What must be known even of a call that cannot be parsed: how to say so. */
function manner(argv: readonly string[]): { readonly json: boolean; readonly asked: string | undefined } {
  const end = argv.indexOf('--');
  const options = end < 0 ? argv : argv.slice(0, end);
  const at = options.indexOf('--lang');
  const inline = options.find((word) => word.startsWith('--lang='))?.slice('--lang='.length);
  return { json: options.includes('--json'), asked: inline ?? (at < 0 ? undefined : options[at + 1]) };
}

function dataDirOf(args: Arguments, { environment, workingDir }: Surroundings): string {
  return resolve(workingDir, args.text('data') ?? (environment['PERENNIAL_DATA'] || DATA_DIR));
}

function remoteOf(args: Arguments, environment: Surroundings['environment']) {
  const remote = args.text('remote') ?? (environment['PERENNIAL_REMOTE'] || null);
  if (remote === null && args.text('key') !== undefined)
    throw misuse('--key belongs to --remote.', { field: '--key', remedy: 'Name the system: --remote URL.' });
  const key = args.text('key') ?? (environment['PERENNIAL_KEY'] || null);
  if (remote !== null && key === null)
    throw misuse('--remote needs --key KEY.', {
      field: '--key',
      remedy: 'Give the key, or put it into PERENNIAL_KEY, where other users of this machine cannot see it.',
    });
  if (remote !== null && !/^https?:$/.test(URL.parse(remote)?.protocol ?? ''))
    throw misuse(`PERENNIAL_REMOTE is an address such as https://api.shop.example, not "${remote}".`, {
      field: 'PERENNIAL_REMOTE',
    });
  return { remote, key: remote === null ? null : key };
}

function onlyHere({ name }: CommandSpec, { remote: words }: WordTable): Failure {
  return misuse(fill(words.onlyHere, { command: name }), { field: '--remote', remedy: words.onlyHereRemedy });
}

/** The road to the API, opened by the first request and closed when the command is over. */
class LazyApi {
  private opened: Promise<Transport> | null = null;
  private readonly open: () => Promise<Transport>;

  constructor(open: () => Promise<Transport>) {
    this.open = open;
  }

  readonly ask = async (request: ApiRequest): Promise<unknown> => {
    this.opened ??= this.open();
    const transport = await this.opened;
    const response = await transport.request(request);
    if (response.status < 200 || response.status > 299) throw refusalOf(request, response);
    return response.body;
  };

  async close(): Promise<void> {
    const transport = await this.opened?.catch(() => null);
    await transport?.close();
  }
}

interface Speech {
  readonly json: boolean;
  readonly language: Language;
  readonly printer: Printer;
}

async function runCommand(
  command: CommandSpec,
  args: Arguments,
  speech: Speech,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const words = wordsIn(speech.language);
  const dataDir = dataDirOf(args, surroundings);
  const road = remoteOf(args, surroundings.environment);
  if (road.remote !== null && command.onlyHere === true) throw onlyHere(command, words);
  const destination = {
    dataDir,
    workspace: args.text('workspace') ?? null,
    create: command.creates === true,
    ...road,
  };
  const api = new LazyApi(() =>
    surroundings.connect(destination, (notice) => void speech.printer.note(noticeText(notice, words))),
  );
  const context: CommandContext = {
    ...speech,
    args,
    words,
    dataDir,
    surroundings,
    pathOf: (file) => resolve(surroundings.workingDir, file),
    ask: api.ask,
  };
  try {
    const { run } = await command.load();
    return await run(context);
  } finally {
    await api.close();
  }
}

async function perform(
  argv: readonly string[],
  speech: Speech,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { printer, json } = speech;
  const parsed = parse(argv, COMMAND_LINE);
  switch (parsed.kind) {
    case 'help':
      await printer.lines([helpOn(parsed.words, COMMAND_LINE)]);
      return 0;
    case 'nothing':
      if (json) throw misuse('A command is missing.', { remedy: 'See `perennial --help`.' });
      await printer.note(helpOn([], COMMAND_LINE));
      return 2;
    case 'version':
      if (json) await printer.document({ version: surroundings.version });
      else await printer.lines([surroundings.version]);
      return 0;
    case 'run':
      return runCommand(parsed.command, parsed.args, speech, surroundings);
  }
}

/** Errors that are no `Failure`: of the system with a code of its own, or defects, whose trace PERENNIAL_DEBUG shows. */
function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (!(error instanceof Error)) return failed('defect', String(error));
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const remedy = 'remedy' in error && typeof error.remedy === 'string' ? { remedy: error.remedy } : {};
  return code === null
    ? failed('defect', error.message, { remedy: 'Set PERENNIAL_DEBUG=1 to see where, and report it.' })
    : failed(code, error.message, remedy);
}

/** Exit code of the call. Never rejects. */
export async function runCli(argv: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { json, asked } = manner(argv);
  const language = languageOf(asked, surroundings.environment);
  const printer = new Printer(surroundings, language);
  try {
    return await perform(argv, { json, language, printer }, surroundings);
  } catch (error) {
    if (error instanceof ClosedPipe) return 0;
    const failure = asFailure(error);
    const words = wordsIn(language);
    for (const line of showFailure(inLanguage(failure.problem, language), words)) await printer.note(line);
    const trace = error instanceof Error && (surroundings.environment['PERENNIAL_DEBUG'] ?? '') !== '';
    if (trace) await printer.note(error.stack ?? '');
    if (json) await printer.document(failure.document).catch(() => {});
    return exitCodeOf(failure);
  }
}
