/** The command as a shell starts it: the launcher, real processes, real pipes. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const LAUNCHER = join(ROOT, 'cli', 'perennial.mjs');
const dir = mkdtempSync(join(tmpdir(), 'perennial-launch-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

/** The first Node on the machine's own PATH that is older than the sources need; null where there is none. */
function olderNode(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((one) => !one.includes('node_modules'));
  for (const folder of folders) {
    const node = join(folder, 'node');
    const asked = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' });
    if (asked.status === 0) return Number.parseInt(asked.stdout, 10) < 24 ? node : null;
  }
  return null;
}

const older = olderNode();
const NODES = [
  ['the Node of these tests', process.execPath] as const,
  ...(older === null ? [] : [['an older Node', older] as const]),
];

function run(node: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  return spawnSync(node, [LAUNCHER, ...args], {
    cwd: dir,
    encoding: 'utf8',
    env: { ...process.env, PERENNIAL_DATA: join(dir, 'data'), LANG: 'C', ...environment },
  });
}

describe.each(NODES)('with %s', (_, node) => {
  it('passes output and exit code through', () => {
    const told = run(node, ['--version']);
    expect([told.status, told.stdout, told.stderr]).toEqual([0, `${version}\n`, '']);
    const misuse = run(node, ['evaluate', '--json']);
    expect(misuse.status).toBe(2);
    expect(JSON.parse(misuse.stdout)).toMatchObject({ code: 'misuse', field: '--at' });
  });

  it('ends quietly when its reader goes away', () => {
    const script = `"${node}" "${LAUNCHER}" --help | head -1; "${node}" "${LAUNCHER}" --help 2>&1 >&- | head -3`;
    const piped = spawnSync('bash', ['-c', `set -o pipefail; ${script}`], { cwd: dir, encoding: 'utf8' });
    expect(piped.stdout.split('\n')[0]).toMatch(/^Customer-lifecycle marketing/);
    expect(piped.stderr).toBe('');
  });

  it('says so when a server dies in the middle of a request', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/health') response.end(JSON.stringify({ pid: 1, ready: true, doing: null }));
      else request.socket.destroy();
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const child = spawn(
      node,
      [LAUNCHER, 'ledger', 'check', '--json', '--remote', `http://127.0.0.1:${port}`, '--key', 'k'],
      { cwd: dir },
    );
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    const code = await new Promise((resolve) => {
      child.on('close', resolve);
    });
    server.close();
    expect(code).toBe(1);
    expect(JSON.parse(Buffer.concat(chunks).toString('utf8'))).toMatchObject({ code: 'server-gone' });
  });
});

/** A served data folder with one order in it; resolves when the server says its address. */
async function served(node: string, dataDir: string) {
  writeFileSync(join(dir, 'orders.csv'), 'who,day,sum\n7,2026-01-05,12.50\n');
  const map = ['--map', 'customer=who,date=day,amount=sum', '--currency', 'USD', '--data', dataDir, '--json'];
  const imported = run(node, ['import', 'orders', 'orders.csv', ...map]);
  expect(JSON.parse(imported.stdout)).toMatchObject({ accepted: 1, rejected: 0 });
  const child = spawn(node, [LAUNCHER, 'serve', '--port', '0', '--json', '--data', dataDir], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  const first = await new Promise<string>((resolve) => {
    let told = '';
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString('utf8');
      if (told.trimEnd().endsWith('}')) resolve(told);
    });
  });
  return { child, ended, told: JSON.parse(first) as { url: string; pid: number; dataDir: string } };
}

async function goneWithin(seconds: number, file: string): Promise<boolean> {
  for (let tries = 0; tries < seconds * 10; tries += 1) {
    if (!existsSync(file)) return true;
    await sleep(100);
  }
  return false;
}

describe.each(NODES)('a server started with %s', (name, node) => {
  it('is found by commands through its lock, and closes cleanly on SIGTERM', async () => {
    const dataDir = join(dir, `term-${name.replaceAll(' ', '-')}`);
    const { child, ended, told } = await served(node, dataDir);
    expect(told.dataDir).toBe(dataDir);
    const listed = run(node, ['keys', 'list', '--data', dataDir, '--json']);
    expect(listed.stderr).toBe('');
    expect(JSON.parse(listed.stdout)).toMatchObject([{ kind: 'write' }, {}]);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(existsSync(join(dataDir, 'lock.json'))).toBe(false);
  });
});

describe('a server whose launcher is killed', () => {
  it.skipIf(older === null)('closes and leaves the folder free', async () => {
    const dataDir = join(dir, 'orphan');
    const { child, ended, told } = await served(older ?? '', dataDir);
    expect(told.pid).not.toBe(child.pid);
    child.kill('SIGKILL');
    await ended;
    expect(await goneWithin(60, join(dataDir, 'lock.json'))).toBe(true);
  });
});

describe('without the Node that the project brings', () => {
  it.skipIf(older === null)('says what to do', () => {
    const refused = run(older ?? '', ['--version'], { PERENNIAL_RELAUNCHED: '1' });
    expect(refused.status).toBe(1);
    expect(refused.stdout).toBe('');
    expect(refused.stderr).toContain('Node 24 or later is needed');
    expect(refused.stderr).toContain('npm ci');
  });
});

describe('npx', () => {
  it('finds the command in a checkout', () => {
    const argv = ['--no-install', 'perennial', '--version'];
    const told = execFileSync('npx', argv, { cwd: ROOT, encoding: 'utf8' });
    expect(told.trim()).toBe(version);
  });
});
