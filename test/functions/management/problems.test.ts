import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../core/ports.ts';
import { aContainer } from '../../support/aContainer.ts';
import { call, type Call, post } from './call.ts';

const { container, store } = aContainer();

describe('what cannot be answered is problem+json', () => {
  it.each<[string, number, string, string, Call?]>([
    ['an unknown path', 404, 'no-route', '/v2/customers'],
    ['an unknown method', 404, 'no-route', '/v1/customers', { method: 'DELETE' }],
    ['an unknown customer', 404, 'unknown-customer', '/v1/customers/nobody'],
    ['an unknown customer to ask why of', 404, 'unknown-customer', '/v1/why/nobody'],
    ['an unknown journey', 404, 'unknown-journey', '/v1/journeys/nowhere'],
    ['a version that is no number', 404, 'unknown-journey', '/v1/journeys/x', { query: { version: 'two' } }],
    ['a path nobody can decode', 400, 'misuse', '/v1/customers/%E0%A4%A'],
    ['a control character in an id', 400, 'invalid-id', '/v1/customers/a%00b'],
    ['an overlong id', 400, 'invalid-id', `/v1/customers/${'x'.repeat(513)}`],
    ['a limit of nothing', 400, 'misuse', '/v1/customers', { query: { limit: '0' } }],
    ['a limit above all bounds', 400, 'misuse', '/v1/customers', { query: { limit: '1001' } }],
    ['a limit that is no number', 400, 'misuse', '/v1/customers', { query: { limit: 'all' } }],
    ['a stage nobody knows', 400, 'misuse', '/v1/customers', { query: { stage: 'bliss' } }],
    ['a cursor from elsewhere', 400, 'misuse', '/v1/customers', { query: { cursor: 'AAAA' } }],
    ['no body', 400, 'misuse', '/v1/journeys', { method: 'POST' }],
    ['a body that is no JSON', 400, 'misuse', '/v1/journeys', { method: 'POST', body: '{' }],
    ['a body without its field', 400, 'misuse', '/v1/journeys/validate', { method: 'POST', body: '{}' }],
    [
      'a body of another type',
      400,
      'misuse',
      '/v1/journeys/validate',
      { method: 'POST', body: '{"source":7}' },
    ],
    [
      'a journey that is no YAML',
      422,
      'journey-invalid',
      '/v1/journeys',
      { method: 'POST', body: '{"source":"a: ["}' },
    ],
  ])('%s: %i %s', async (_, status, code, path, more = {}) => {
    const answer = await call(container, path, more);
    expect(answer).toMatchObject({ status, type: 'application/problem+json' });
    expect(answer.body).toMatchObject({ status, code, type: `urn:perennial:problem:${code}` });
    expect(answer.body.detail).not.toBe('');
  });

  it('names the field and every problem of a body', async () => {
    const { body } = await post(container, '/v1/journeys', { source: 1, name: 2 });
    expect(body.field).toBe('source');
    expect(body.problems.map((problem) => problem.path)).toEqual(['source', 'name']);
  });

  it('answers 500 where the fault is ours, without a word of the inside but the message', async () => {
    const failing: Store = { ...store, journeys: () => Promise.reject(new Error('disk failed')) };
    const { container: broken } = aContainer({ store: failing });
    const { status, body } = await call(broken, '/v1/journeys');
    expect([status, body.code, body.detail]).toEqual([500, 'internal-error', 'disk failed']);
    expect(JSON.stringify(body)).not.toContain('problems.test.ts');
  });

  it('never fails on a journey’s text, whatever it is', async () => {
    const texts = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.constantFrom(
        'a: *x',
        'a: &a [*a]',
        '? {a: 1}\n: 2',
        'a: !!js/function x',
        '--- 1\n--- 2',
        '%YAML 9',
        '\u0000',
      ),
      fc.constant(
        `a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c]`,
      ),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (source) => {
        const { status, body } = await post(container, '/v1/journeys/validate', { source });
        expect([status, body.valid]).toEqual([200, false]);
        expect(body.problems.length).toBeGreaterThan(0);
      }),
    );
  });

  it('never answers 5xx to a request of any shape', async () => {
    const segment = fc.oneof(
      fc.constantFrom('customers', 'journeys', 'why', 'ledger', 'parked', '%', '..'),
      fc.string(),
    );
    const paths = fc.array(segment, { maxLength: 4 }).map((parts) => `/v1/${parts.join('/')}`);
    const query = fc.dictionary(
      fc.constantFrom('limit', 'cursor', 'stage', 'search', 'version', 'journey'),
      fc.string(),
    );
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'HEAD');
    await fc.assert(
      fc.asyncProperty(paths, query, method, fc.string(), async (path, asked, verb, body) => {
        const { status } = await call(container, path, { method: verb, query: asked, body });
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  });
});
