/** Commands that run on this machine: serve, demo. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DemoOptions, ServeOptions } from '../../../cli/surroundings.ts';
import { callCli, type Setting } from '../support/callCli.ts';
import { fakeServer, json } from '../support/fakeServer.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'perennial-serve-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** A server that runs until the test stops it. */
function serving() {
  const seen: { options: ServeOptions | null; closed: boolean } = { options: null, closed: false };
  const stop = Promise.withResolvers<void>();
  const setting: Setting = {
    workingDir: dir,
    surroundings: {
      serve: (options) => {
        seen.options = options;
        options.log('ready: workspace "demo"');
        setTimeout(stop.resolve, 5);
        return Promise.resolve({
          url: `http://127.0.0.1:${options.port}`,
          close: () => {
            seen.closed = true;
            return Promise.resolve();
          },
        });
      },
      stopRequested: () => stop.promise,
    },
  };
  return { seen, setting };
}

function refusing(code: string): Setting {
  const error = Object.assign(new Error('listen: refused'), { code });
  return { workingDir: dir, surroundings: { serve: () => Promise.reject(error) } };
}

describe.each(['serve', 'start'])('%s', (command) => {
  it('serves until it is asked to stop, then closes', async () => {
    const { seen, setting } = serving();
    const call = await callCli([command, '--port', '4711', '--workspace', 'demo', '--data', 'shop'], setting);
    expect(call.code).toBe(0);
    expect(seen).toMatchObject({
      closed: true,
      options: { port: 4711, workspace: 'demo', dataDir: join(dir, 'shop') },
    });
    expect(call.out).toBe('ready: workspace "demo"\nPerennial answers at http://127.0.0.1:4711\n');
    expect(call.err).toBe('Stopping.\n');
  });
});

describe('serve', () => {
  it.each([
    [[], {}, 4600],
    [[], { PERENNIAL_PORT: '4800' }, 4800],
    [['--port', '0'], { PERENNIAL_PORT: '4800' }, 0],
  ])('with %j and %j listens on port %d', async (options, environment, port) => {
    const { seen, setting } = serving();
    await callCli(['serve', ...options], { ...setting, environment });
    expect(seen.options).toMatchObject({ port, workspace: null });
  });

  it('prints one document under --json', async () => {
    const { setting } = serving();
    const call = await callCli(['serve', '--json'], setting);
    expect(JSON.parse(call.out)).toEqual({
      url: 'http://127.0.0.1:4600',
      pid: process.pid,
      dataDir: join(dir, '.perennial'),
    });
    expect(call.err).toBe('ready: workspace "demo"\nStopping.\n');
  });

  it.each(['EADDRINUSE', 'port-taken'])('names a port that is taken and what to do (%s)', async (code) => {
    const call = await callCli(['serve', '--port', '4700'], refusing(code));
    expect(call.code).toBe(1);
    expect(call.err).toContain('Port 4700 is in use by another program.');
    expect(call.err).toContain('perennial serve --port 4701');
  });

  it('refuses a port in the environment that is none, and a system elsewhere', async () => {
    expect((await callCli(['serve'], { environment: { PERENNIAL_PORT: 'http' } })).code).toBe(2);
    expect((await callCli(['serve', '--remote', 'https://x.example', '--key', 'k'])).code).toBe(2);
  });
});

describe('demo', () => {
  const SUMMARY = {
    workspace: 'demo',
    customers: 2000,
    stages: { identification: 500, development: 700, stability: 500, decline: 300 },
    grades: { A: 400, B: 600, C: 1000 },
    journeys: [
      { id: 'welcome', version: 1 },
      { id: 'win-back', version: 1 },
    ],
    messages: { welcome: 120, 'win-back': 40 },
    segments: { newcomers: 69, staff: 0 },
    offers: { basket: 124, gift: 12 },
    points: { members: 636, held: 59_129, balanced: true },
    winBack: { recover: 140, 'let-go': 60 },
    ledger: { balanced: true, accepted: 200, byOutcome: {} },
    samples: [{ subject: 'Shall we write about tea?' }, { subject: '有什么可以做得更好?' }],
    seconds: 12.34,
  };

  function demonstrating(summary: object): Setting & { readonly seen: DemoOptions[] } {
    const seen: DemoOptions[] = [];
    const runDemo = (options: DemoOptions) => {
      seen.push(options);
      options.log('making the shop');
      return Promise.resolve(summary);
    };
    return { seen, workingDir: dir, surroundings: { runDemo } };
  }

  it('says what came of it', async () => {
    const setting = demonstrating(SUMMARY);
    const call = await callCli(['demo', '--data', 'shop'], setting);
    expect(call.code).toBe(0);
    expect(setting.seen[0]?.dataDir).toBe(join(dir, 'shop'));
    expect(call.err).toBe('making the shop\n');
    expect(call.out).toBe(
      [
        `The demonstration shop is ready in ${join(dir, 'shop')}.`,
        '',
        'Customers    2,000',
        'Stages       Identification 500, Development 700, Stability 500, Decline 300',
        'Grades       A 400, B 600, C 1,000',
        'Journeys     welcome, win-back',
        'Messages     welcome 120, win-back 40',
        'Segments     newcomers 69, staff 0',
        'Offers       basket 124, gift 12',
        'Points       59,129 of 636 members, balanced',
        'Win-back     recover 140, let go 60',
        'Ledger       balanced',
        'For example  Shall we write about tea?',
        '             有什么可以做得更好?',
        'Took         12.3 s',
        '',
        'Look at it: perennial serve',
        '',
      ].join('\n'),
    );
  });

  it.each([{ ledger: { balanced: false } }, { points: { members: 1, held: 5, balanced: false } }])(
    'exits 1 when books do not balance: %j',
    async (wrong) => {
      const call = await callCli(['demo', '--json'], demonstrating({ ...SUMMARY, ...wrong }));
      expect(call.code).toBe(1);
      expect(JSON.parse(call.out)).toMatchObject({ customers: 2000 });
    },
  );

  it('leaves a folder alone that a server holds', async () => {
    const server = await fakeServer((_, response) => json(response, 200, { pid: process.pid, ready: true }));
    await writeFile(
      join(dir, 'lock.json'),
      JSON.stringify({ pid: process.pid, port: server.port, token: 't' }),
    );
    const setting = demonstrating(SUMMARY);
    const call = await callCli(['demo', '--data', dir], setting);
    await server.close();
    expect(call.code).toBe(1);
    expect(setting.seen).toEqual([]);
    expect(call.err).toContain(`already served at ${server.url} by process ${process.pid}`);
  });
});
