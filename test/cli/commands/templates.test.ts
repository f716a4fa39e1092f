import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ApiRequest } from '../../../local/api/types.ts';
import { LARGEST_IMAGE_BYTES } from '../../../core/message/templateImages.ts';
import { callCli, ok } from '../support/callCli.ts';

const PROBLEM = {
  severity: 'error',
  code: 'misspelt-variable',
  path: 'locales.en.subject',
  message: 'there is no custmer, so nothing would stand here',
  remedy: 'did you mean customer?',
  line: 4,
  values: { name: 'custmer', nearest: 'customer' },
};
const WARNING = {
  ...PROBLEM,
  severity: 'warning',
  code: 'insecure-link',
  message: 'http://a.example is not encrypted',
  remedy: 'link to https://',
  values: { address: 'http://a.example' },
};

function aFile(): string {
  const dir = mkdtempSync(join(tmpdir(), 'perennial-template-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, 'a.yaml');
  writeFileSync(file, 'id: a');
  return file;
}

const check = (more: object = {}) => ({
  id: 'a',
  kind: 'template',
  class: 'promotional',
  valid: true,
  problems: [],
  images: [],
  ...more,
});

function lintOf(item: object, published: object = {}) {
  return ({ path }: ApiRequest) =>
    ok(
      path.endsWith('/lint') ? { items: [item] } : { items: [], republished: [], problems: [], ...published },
    );
}

describe('templates lint', () => {
  it('shows each problem with file, line and remedy, and exits 1', async () => {
    const file = aFile();
    const call = await callCli(['templates', 'lint', file], {
      answer: lintOf(check({ valid: false, problems: [PROBLEM] })),
    });
    expect([call.code, call.out]).toEqual([
      1,
      `${file}:4: locales.en.subject: there is no custmer, so nothing would stand here; did you mean customer?\n`,
    ]);
    expect(call.requests[0]).toMatchObject({
      path: '/v1/templates/lint',
      body: { sources: [{ name: 'a.yaml', source: 'id: a' }] },
    });
  });

  it('says it in Chinese, and exits 0 with warnings alone', async () => {
    const file = aFile();
    const call = await callCli(['templates', 'lint', file, '--lang', 'zh-CN'], {
      answer: lintOf(check({ problems: [WARNING] })),
    });
    expect(call.code).toBe(0);
    expect(call.out).toContain('http://a.example 没有加密');
    expect(call.out).toContain('请用 https:// 链接');
  });

  it('asks how large images are where it is told to', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/none.png') response.writeHead(404).end();
      else response.end(Buffer.alloc(request.url === '/large.png' ? LARGEST_IMAGE_BYTES + 1 : 100));
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const address = server.address();
    const base = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
    const images = ['/small.png', '/large.png', '/none.png'].map((path) => `${base}${path}`);
    const answer = lintOf(check({ images }));
    const call = await callCli(['templates', 'lint', aFile(), '--check-images'], { answer });
    expect(call.out).toBe(
      `warning: ${base}/large.png is 501 KB; keep it below 500 KB\nwarning: ${base}/none.png was not reached (HTTP 404)\n`,
    );
    expect(call.code).toBe(0);
  });
});

describe('templates publish', () => {
  it('publishes nothing where the lint finds an error', async () => {
    const call = await callCli(['templates', 'publish', aFile()], {
      answer: lintOf(check({ valid: false, problems: [PROBLEM] })),
    });
    expect(call.code).toBe(1);
    expect(call.requests.map(({ path }) => path)).toEqual(['/v1/templates/lint']);
    expect(call.err).toContain('Nothing was published: 1 of 1 files are not valid.');
    expect(call.err).toContain('did you mean customer?');
  });

  it('says what was published, what stayed, and what a block took along', async () => {
    const published = {
      items: [
        { kind: 'block', id: 'foot', version: 2, changed: true },
        { kind: 'template', id: 'a', version: 1, changed: false },
      ],
      republished: [{ id: 'b', version: 7 }],
    };
    const call = await callCli(['templates', 'publish', aFile()], {
      answer: lintOf(check({ problems: [WARNING] }), published),
    });
    expect(call.out).toBe(
      'foot: version 2 published\na: version 1, unchanged\nb: version 7 published, with the changed block\n',
    );
    expect(call.err).toContain('warning: http://a.example is not encrypted');
  });
});

describe('templates preview', () => {
  it('shows the text with its lines, and writes the HTML to a file', async () => {
    const out = join(aFile(), '..', 'out.html');
    const answer = () =>
      ok({
        id: 'a',
        channel: 'email',
        locale: 'en',
        subject: 'Hi\u001b[2J',
        html: '<p>Hi</p>',
        text: 'One\n\nTwo\n',
      });
    const call = await callCli(
      ['templates', 'preview', 'a', '--customer', 'c', '--out', out, '--properties', '{"x":1}'],
      { answer },
    );
    expect(call.out).toBe('Subject   Hi\ufffd[2J\nLanguage  en\nChannel   email\n\nOne\n\nTwo\n');
    expect(readFileSync(out, 'utf8')).toBe('<p>Hi</p>');
    expect(call.requests[0]).toMatchObject({
      path: '/v1/templates/a/preview',
      body: { customer: 'c', event: { x: 1 } },
    });
  });

  it('refuses properties that are no object', async () => {
    const call = await callCli(['templates', 'preview', 'a', '--properties', '[1]'], {
      answer: () => ok({}),
    });
    expect([call.code, call.requests]).toEqual([2, []]);
  });
});

describe('templates list and show', () => {
  it('lists templates and blocks', async () => {
    const answer = () =>
      ok({
        items: [
          {
            id: 'hello',
            version: 3,
            channel: 'email',
            class: null,
            locales: ['en', 'fr'],
            journeys: ['welcome'],
          },
        ],
        blocks: [{ id: 'foot', version: 1, locales: ['en'], templates: ['hello'] }],
      });
    expect((await callCli(['templates', 'list'], { answer })).out.split('\n')).toEqual([
      'ID     Version  Channel  Class        Languages  Journeys',
      'hello        3  email    promotional  en fr      welcome',
      '',
      'Block  Version  Languages  Templates',
      'foot         1  en         hello',
      '',
    ]);
  });

  it('shows one language of a template, and says which there are', async () => {
    const source = {
      locales: { en: { subject: 'Hi', mjml: '<mjml>\n  a\n</mjml>\n' }, fr: { subject: 'Salut' } },
    };
    const answer = () =>
      ok({
        id: 'a',
        kind: 'template',
        version: 1,
        publishedAt: '2026-01-01T00:00:00Z',
        channel: 'email',
        source,
      });
    const call = await callCli(['templates', 'show', 'a', '--locale', 'en'], { answer });
    expect(call.out).toContain('en\n  subject: Hi\n  mjml:\n    <mjml>\n      a\n    </mjml>\n');
    expect(call.out).not.toContain('Salut');
    expect((await callCli(['templates', 'show', 'a', '--locale', 'de'], { answer })).err).toContain(
      'there is en, fr',
    );
  });
});

describe('test-send', () => {
  const sent = (outcome: string) => () =>
    ok({
      items: [
        {
          template: 'a',
          channel: 'email',
          locale: 'en',
          to: 'x@y.example',
          outcome,
          reason: outcome === 'failed' ? 'full' : null,
        },
      ],
    });

  it('sends, and shows what became of each', async () => {
    const call = await callCli(['test-send', 'a', '--to', 'x@y.example', '--to', 'z@y.example'], {
      answer: sent('sent'),
    });
    expect(call.requests[0]).toMatchObject({
      path: '/v1/test-sends',
      body: { template: 'a', to: ['x@y.example', 'z@y.example'] },
    });
    expect([call.code, call.out]).toEqual([
      0,
      'Template  Language  To           Outcome\na         en        x@y.example  sent\n',
    ]);
  });

  it('exits 1 where one was not sent, and says why', async () => {
    const call = await callCli(['test-send', '--journey', 'j', '--seed-list', 'team'], {
      answer: sent('failed'),
    });
    expect(call.code).toBe(1);
    expect(call.out).toContain('failed: full');
    expect(call.requests[0]).toMatchObject({ body: { journey: 'j', seedList: 'team' } });
  });

  it.each([
    [['test-send', '--to', 'x@y.example']],
    [['test-send', 'a', '--journey', 'j', '--to', 'x@y.example']],
    [['test-send', 'a']],
    [['test-send', 'a', '--to', 'x@y.example', '--seed-list', 'team']],
  ])('is misuse as %j', async (words) => {
    const call = await callCli(words, { answer: sent('sent') });
    expect([call.code, call.requests]).toEqual([2, []]);
  });
});
