import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiRequest } from '../../../local/api/types.ts';
import { aDefinition, aView } from '../support/aJourney.ts';
import { callCli, ok } from '../support/callCli.ts';

const VIEW = aView(
  aDefinition({ hello: { type: 'send', template: 'hello', next: 'done' }, done: { type: 'end' } }, 'hello'),
  { inside: 12, byNode: { hello: 12 } },
);

describe('journeys list', () => {
  it('shows names in the language of the call', async () => {
    const call = await callCli(['journeys', 'list', '--lang', 'zh-CN'], {
      answer: () => ok({ items: [VIEW] }),
    });
    expect(call.out).toBe(
      ['编号  名称  类别  主题  版本  旅程中', 'test  测试  促销  优惠     3      12', ''].join('\n'),
    );
  });

  it('shows who finishes an earlier version, and how far a backlog has come', async () => {
    const versions = [
      { version: 2, people: 5 },
      { version: 3, people: 7 },
    ];
    const backlog = { perDay: 100, admitted: 250, since: null, next: '2026-03-01T00:00:00Z' };
    const call = await callCli(['journeys', 'list'], {
      answer: () =>
        ok({
          items: [
            { ...VIEW, versions, backlog },
            { ...VIEW, id: 'other' },
          ],
        }),
    });
    expect(call.out.split('\n')).toEqual([
      'ID     Name  Class        Topic   Version  Inside  In earlier versions  Backlog',
      'test   Test  promotional  offers        3      12  2: 5                 250 let in, 100 a day',
      'other  Test  promotional  offers        3      12',
      '',
    ]);
  });

  it('says when there are none', async () => {
    const call = await callCli(['journeys', 'list'], { answer: () => ok({ items: [] }) });
    expect([call.code, call.err]).toEqual([0, 'No journey has been published yet.\n']);
  });
});

describe('journeys show', () => {
  it('draws the version asked for', async () => {
    const call = await callCli(['journeys', 'show', 'test', '--version', '3'], { answer: () => ok(VIEW) });
    expect(call.requests).toEqual([{ method: 'GET', path: '/v1/journeys/test', query: { version: '3' } }]);
    expect(call.out.split('\n').slice(6)).toEqual([
      '┌────────────────────────┐',
      '│ Message hello  12 here │',
      '└────────────┬───────────┘',
      '             │',
      '          ╭──┴──╮',
      '          │ End │',
      '          ╰─────╯',
      '',
    ]);
  });

  it('prints the answer under --json', async () => {
    const call = await callCli(['journeys', 'show', 'test', '--json'], { answer: () => ok(VIEW) });
    expect(JSON.parse(call.out)).toEqual(VIEW);
  });
});

describe('definition files', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'perennial-journeys-'));
    await writeFile(join(dir, 'good.yaml'), 'id: good');
    await writeFile(join(dir, 'fair.yaml'), 'id: fair');
    await writeFile(join(dir, 'bad.yaml'), 'id: bad');
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const WARNING = {
    severity: 'warning',
    code: 'over-cap',
    path: 'nodes',
    message: 'four a week',
    line: null,
  };
  const ERROR = {
    severity: 'error',
    code: 'unknown-node',
    path: 'nodes.a',
    message: 'no node "b"',
    line: 12,
  };

  function judge({ path, body }: ApiRequest) {
    const { source } = body as { source: string };
    const id = source.slice('id: '.length);
    const problems = id === 'bad' ? [ERROR, WARNING] : id === 'fair' ? [WARNING] : [];
    if (path === '/v1/journeys/validate') return ok({ valid: id !== 'bad', id, problems });
    return ok({ id, version: 2, changed: id === 'good', problems });
  }

  function call(command: string) {
    return callCli(command.split(' '), { answer: judge, workingDir: dir });
  }

  it('are valid, and that is said beside the result', async () => {
    const checked = await call('journeys validate good.yaml fair.yaml');
    expect(checked.code).toBe(0);
    expect(checked.out).toBe('fair.yaml: nodes: warning: four a week\n');
    expect(checked.err).toBe('good.yaml: valid\nfair.yaml: valid, 1 to look at\n');
    expect(checked.requests[0]?.body).toEqual({ source: 'id: good', name: 'good.yaml' });
  });

  it('are not valid: each problem by file and line, exit 1', async () => {
    const checked = await call('journeys validate good.yaml bad.yaml');
    expect(checked.code).toBe(1);
    expect(checked.out).toBe('bad.yaml:12: nodes.a: no node "b"\nbad.yaml: nodes: warning: four a week\n');
  });

  it('are one document under --json, exit 1 all the same', async () => {
    const checked = await call('journeys validate good.yaml bad.yaml --json');
    expect(checked.code).toBe(1);
    expect(JSON.parse(checked.out)).toEqual([
      { file: 'good.yaml', valid: true, id: 'good', problems: [] },
      { file: 'bad.yaml', valid: false, id: 'bad', problems: [ERROR, WARNING] },
    ]);
  });

  it('that cannot be read are named', async () => {
    const checked = await call('journeys validate gone.yaml');
    expect(checked.code).toBe(1);
    expect(checked.err).toContain('gone.yaml cannot be read (ENOENT).');
  });

  it('that name each other are asked about again, with the ids of all', async () => {
    const unknown = { ...ERROR, code: 'unknown-journey' };
    const answer = ({ body }: ApiRequest) => {
      const { source, alongside } = body as { source: string; alongside?: string[] };
      const id = source.slice('id: '.length);
      const misses = id === 'bad' && alongside === undefined;
      return ok({ id, valid: !misses, problems: misses ? [unknown] : [] });
    };
    const checked = await callCli(['journeys', 'validate', 'good.yaml', 'bad.yaml'], {
      answer,
      workingDir: dir,
    });
    expect(checked.code).toBe(0);
    expect(checked.requests.map(({ body }) => (body as { alongside?: string[] }).alongside)).toEqual([
      undefined,
      undefined,
      ['good', 'bad'],
    ]);
  });
});
