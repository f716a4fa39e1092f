import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalApi } from '../../../local/api/localApi.ts';
import { runJobHere } from '../../../local/jobs/job.ts';
import { tempDir } from '../../support/tempDir.ts';
import { callCli } from '../support/callCli.ts';

const root = tempDir();
let api: LocalApi;

function call(...words: string[]) {
  return callCli(words, { workingDir: root, answer: (request) => api.request(request) });
}

function file(name: string, text: string): void {
  writeFileSync(join(root, name), text);
}

beforeAll(async () => {
  api = new LocalApi({ dataDir: join(root, 'data'), workspace: 'main', runJob: runJobHere });
  const people = Array.from(
    { length: 150 },
    (_, n) => `c${n},c${n}@x.example,${n % 3 === 0 ? 'tea' : 'pans'}`,
  );
  file('people.csv', `id,email,likes\n${people.join('\n')}\n`);
  await call('import', 'customers', 'people.csv', '--map', 'id=id,email=email,trait.likes=likes');
  file(
    'tea.yaml',
    'id: tea\nkind: live\nname: { en: Tea, zh-CN: 茶 }\nrule: { trait: likes, equals: tea }\n',
  );
  file('staff.yaml', 'id: staff\nkind: list\nname: { en: Staff, zh-CN: 员工 }\n');
  file('bad.yaml', 'id: bad\nkind: live\nname: { en: Bad, zh-CN: 坏 }\nrule:\n  color: red\n');
  file('staff.csv', 'customer_id\nc1\n\nc2\nc1\nnobody\n');
});
afterAll(() => api.close());

describe('segments', () => {
  it('say where to begin', async () => {
    expect((await call('segments', 'list')).out).toContain('segments publish workflows/segments');
  });

  it('are checked by file and line before anything is published', async () => {
    const checked = await call('segments', 'validate', 'tea.yaml', 'bad.yaml');
    expect([checked.code, checked.out]).toEqual([1, expect.stringContaining('bad.yaml:5: rule')]);
    expect(checked.out).toContain('People who have a trait likes that is tea.');
    const refused = await call('segments', 'publish', 'tea.yaml', 'bad.yaml');
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('bad.yaml:5: rule')]);
    expect(JSON.parse((await call('segments', 'list', '--json')).out)).toMatchObject({
      version: 0,
      items: [],
    });
  });

  it('are looked at before they are published', async () => {
    const { out, code } = await call('segments', 'preview', 'tea.yaml', '--topic', 'newsletter');
    expect(code).toBe(0);
    expect(out).toMatch(/Size\s+50 of 150 customers \(33\.3%\)/);
    expect(out).toMatch(/no consent to this topic\s+50/);
    const chinese = await call('segments', 'preview', 'tea.yaml', '--lang', 'zh-CN');
    expect(chinese.out).toContain('特征 likes 为 tea的客户。');
    expect((await call('segments', 'preview', 'missing.yaml')).code).toBe(1);
    expect((await call('segments', 'preview', 'nothing')).err).toContain('there is no segment "nothing"');
  });

  it('are published, judged, listed and shown', async () => {
    const published = await call('segments', 'publish', 'tea.yaml', 'staff.yaml');
    expect(published.out).toContain('150 customers judged: 50 entered, 0 left.');
    expect((await call('segments', 'publish', 'tea.yaml')).out).toContain('stays in force');
    const listed = await call('segments', 'list');
    expect(listed.out).toMatch(/tea\s+Tea\s+50\s+People who have a trait likes that is tea\./);
    expect((await call('segments', 'show', 'tea')).out).toContain('equals: tea');
    expect((await call('segments', 'recompute')).out).toContain('0 entered, 0 left');
  });

  it('tell their members over pages, and into a file', async () => {
    const { out } = await call('segments', 'members', 'tea', '--json');
    expect(JSON.parse(out).items).toHaveLength(50);
    expect((await call('segments', 'members', 'tea', '--limit', '3')).out.trimEnd().split('\n')).toHaveLength(
      4,
    );
    const written = await call('segments', 'members', 'tea', '--out', 'tea.csv', '--json');
    expect(JSON.parse(written.out)).toMatchObject({ members: 50 });
    expect(readFileSync(join(root, 'tea.csv'), 'utf8').split('\r\n')[0]).toBe('id,name,stage,grade,since');
  });

  it('of kind list take the customers of a file, once', async () => {
    const added = await call('lists', 'add', 'staff', 'staff.csv', '--json');
    expect(JSON.parse(added.out)).toEqual({
      list: 'staff',
      added: 2,
      unchanged: 0,
      unknown: ['nobody'],
      refused: [],
    });
    const again = await call('lists', 'add', 'staff', 'staff.csv');
    expect(again.out).toMatch(/Unchanged\s+2/);
    expect(again.err).toContain('Nobody is known by: nobody');
    expect(JSON.parse((await call('segments', 'members', 'staff', '--json')).out).items).toHaveLength(2);
    const removed = await call('lists', 'remove', 'staff', 'staff.csv', '--json');
    expect(JSON.parse(removed.out)).toMatchObject({ removed: 2 });
    const wrong = await call('lists', 'add', 'tea', 'staff.csv');
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('by its rule')]);
    const column = await call('lists', 'add', 'staff', 'staff.csv', '--column', 'who');
    expect([column.code, column.err]).toEqual([2, expect.stringContaining('"who"')]);
  });

  it('leave when the files are all there is', async () => {
    expect((await call('segments', 'publish', 'staff.yaml', '--replace')).out).toContain('50 left');
    expect(JSON.parse((await call('segments', 'list', '--json')).out).items).toHaveLength(1);
  });
});
