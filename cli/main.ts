/** The process around one call: hands in the real streams, network and clock of this machine, and sets the exit code. */
import { readFileSync } from 'node:fs';
import { personAtTerminal } from './personAtTerminal.ts';
import { runCli } from './runCli.ts';
import { ClosedPipe, type Output, type Surroundings } from './surroundings.ts';
import { stopRequested } from './stopRequested.ts';
import { connect } from './transports/connect.ts';

function isClosedPipe(error: Error): boolean {
  return 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');
}

function outputOf(stream: NodeJS.WriteStream): Output {
  // Without a listener a closed pipe would end the process with a trace; each write hears of it below.
  stream.on('error', () => {});
  return {
    isTty: stream.isTTY,
    get columns() {
      return stream.columns || 80;
    },
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => {
          if (!error) resolve();
          else reject(isClosedPipe(error) ? new ClosedPipe() : error);
        });
      }),
  };
}

/** Standard error may be closed without consequence: what is said there is not the result. */
function quiet(output: Output): Output {
  return { ...output, write: (text) => output.write(text).catch(() => {}) };
}

function versionHere(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const known = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return known && typeof manifest.version === 'string' ? manifest.version : 'unknown';
}

const surroundings: Surroundings = {
  environment: process.env,
  workingDir: process.cwd(),
  version: versionHere(),
  stdout: outputOf(process.stdout),
  stderr: quiet(outputOf(process.stderr)),
  askPerson: personAtTerminal(process.stdin, process.stderr),
  connect,
  serve: async (options) => (await import('../local/server/serve.ts')).serve(options),
  runDemo: async (options) => (await import('../local/demo/runDemo.ts')).runDemo(options),
  stopRequested,
};

process.exitCode = await runCli(process.argv.slice(2), surroundings);
