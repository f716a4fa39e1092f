/** `serve`: runs the server until it is asked to stop, then closes it cleanly. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { type Failure, failed, misuse } from '../failure.ts';
import type { ServerHandle } from '../surroundings.ts';
import { fill } from '../words/words.ts';

const PORT = 4600;

function portOf({ args, surroundings }: CommandContext): number {
  const asked = args.whole('port');
  if (asked !== undefined) return asked;
  const text = surroundings.environment['PERENNIAL_PORT'] ?? '';
  if (text === '') return PORT;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw misuse(`PERENNIAL_PORT is a port from 0 to 65535, not "${text}".`, { field: 'PERENNIAL_PORT' });
}

function portTaken(port: number): Failure {
  return failed('port-in-use', `Port ${port} is in use by another program.`, {
    field: '--port',
    remedy: `Stop that program, or choose another port: perennial serve --port ${port + 1} (or PERENNIAL_PORT=${port + 1}).`,
  });
}

async function start(context: CommandContext, log: (line: string) => void): Promise<ServerHandle> {
  const { args, dataDir, surroundings } = context;
  const port = portOf(context);
  const workspace = args.text('workspace') ?? null;
  try {
    return await surroundings.serve({ dataDir, port, workspace, log });
  } catch (error) {
    const taken =
      error instanceof Error &&
      'code' in error &&
      (error.code === 'EADDRINUSE' || error.code === 'port-taken');
    throw taken ? portTaken(port) : error;
  }
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { json, printer, words, surroundings } = context;
  const asked = surroundings.stopRequested();
  const log = (line: string): void =>
    void (json ? printer.note(line) : printer.lines([line]).catch(() => {}));
  const server = await start(context, log);
  if (json) await printer.document({ url: server.url, pid: process.pid, dataDir: context.dataDir });
  else await printer.lines([fill(words.serve.ready, { url: server.url })]);
  await asked;
  await printer.note(words.serve.stopping);
  await server.close();
  return 0;
}
