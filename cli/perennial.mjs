#!/usr/bin/env node
/**
 * Starts the command line on the Node that the project brings (24, a dependency), whatever Node is on the PATH: the sources
 * are TypeScript as written and need it. Plain JavaScript that Node 18 and later can read. Streams, signals and the exit code
 * pass through; with a Node that is new enough already there is no second process.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED_MAJOR = 24;
const RELAUNCHED = 'PERENNIAL_RELAUNCHED';
const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);

/** The Node that came with `npm ci`, or null: there is none for every platform. */
function bundledNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const candidates = [join(root, 'node_modules', '.bin', binary)];
  try {
    const manifest = createRequire(import.meta.url).resolve(`node-${system}-${process.arch}/package.json`);
    candidates.unshift(join(dirname(manifest), 'bin', binary));
  } catch {
    // Not installed here: the remedy below says what to do.
  }
  return candidates.find((candidate) => existsSync(candidate)) ?? null;
}

function giveUp(reason) {
  process.stderr.write(`perennial: ${reason}\n`);
  process.exitCode = 1;
}

function relaunch(node) {
  const child = spawn(
    node,
    ['--disable-warning=ExperimentalWarning', fileURLToPath(import.meta.url), ...process.argv.slice(2)],
    // The channel carries nothing: that it closes tells the child when this process was killed.
    { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env: { ...process.env, [RELAUNCHED]: '1' } },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) =>
    giveUp(`${node} did not start (${error.message}). Install Node ${NEEDED_MAJOR} or later.`),
  );
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 128 + (constants.signals[signal] ?? 0);
  });
}

async function runHere() {
  module.enableCompileCache?.(join(root, 'node_modules', '.cache', 'perennial'));
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = (warning, ...rest) => {
    if (rest[0] !== 'ExperimentalWarning') emitWarning(warning, ...rest);
  };
  await import('./main.ts');
}

if (Number.parseInt(process.versions.node, 10) >= NEEDED_MAJOR) await runHere();
else {
  const node = process.env[RELAUNCHED] === undefined ? bundledNode() : null;
  if (node !== null) relaunch(node);
  else
    giveUp(
      `Node ${NEEDED_MAJOR} or later is needed and this is ${process.versions.node}. Run \`npm ci\` in ${root}, which brings ` +
        `Node ${NEEDED_MAJOR} on Linux and Windows; on macOS install it yourself (for example \`brew install node\`).`,
    );
}
