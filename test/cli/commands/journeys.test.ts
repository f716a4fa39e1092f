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

  it('are published', async () => {
    const published = await call('journeys publish good.yaml fair.yaml');
    expect(published.code).toBe(0);
    expect(published.out).toBe('good: version 2 published\nfair: version 2, unchanged\n');
    expect(published.err).toBe('fair.yaml: nodes: warning: four a week\n');
    expect(JSON.parse((await call('journeys publish good.yaml --json')).out)).toEqual([
      { file: 'good.yaml', id: 'good', version: 2, changed: true, problems: [] },
    ]);
  });

  it('are not published, none of them, when one is not valid', async () => {
    const refused = await call('journeys publish good.yaml bad.yaml');
    expect(refused.code).toBe(1);
    expect(refused.requests.map(({ path }) => path)).toEqual([
      '/v1/journeys/validate',
      '/v1/journeys/validate',
    ]);
    expect(refused.err).toBe(
      [
        'perennial: Nothing was published: 1 of 2 files are not valid.',
        '  bad.yaml:12: nodes.a: no node "b"',
        '  bad.yaml: nodes: warning: four a week',
        '',
      ].join('\n'),
    );
    const json = await call('journeys publish good.yaml bad.yaml --json');
    expect(JSON.parse(json.out)).toMatchObject({
      code: 'invalid-journey',
      status: 422,
      problems: [{ file: 'bad.yaml' }, {}],
    });
  });
});
