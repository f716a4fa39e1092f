import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { customerId } from '../../../core/ids.ts';
import { misuse, notFound, problemOf, problemResponse } from '../../../functions/shared/problem.ts';

function refusal(action: () => unknown): unknown {
  try {
    action();
  } catch (failure) {
    return failure;
  }
  throw new Error('nothing was refused');
}

class Coded extends Error {
  readonly code: string;
  readonly remedy = 'do it otherwise';
  readonly field = 'currency';
  readonly problems = [{ path: 'a', message: 'b', line: 3 }];
  constructor(code: string) {
    super('what is wrong');
    this.code = code;
  }
}

describe('problemOf', () => {
  it.each([
    ['no-data', 409],
    ['settings-invalid', 409],
    ['store-read-only', 409],
    ['workspace-name-invalid', 400],
    ['template-invalid', 422],
    ['import-misuse', 400],
    ['column-missing', 400],
    ['file-not-found', 400],
    ['currency-mismatch', 400],
    ['something-else', 500],
  ])('answers the code %s with status %i', (code, status) => {
    expect(problemOf(new Coded(code))).toEqual({
      status,
      code,
      title: 'Failed',
      detail: 'what is wrong',
      remedy: 'do it otherwise',
      field: 'currency',
      problems: [{ path: 'a', message: 'b', line: 3 }],
    });
  });

  it.each([
    ['an id nobody may have', refusal(() => customerId('')), 400, 'invalid-id'],
    ['something unknown', notFound('unknown-customer', 'nobody', 'look'), 404, 'unknown-customer'],
    ['a misuse', misuse('limit', 'too much', 'less'), 400, 'misuse'],
    ['an error of nobody’s', new TypeError('x is not a function'), 500, 'internal-error'],
    ['something thrown that is no error', 'oh', 500, 'internal-error'],
  ])('%s', (_, failure, status, code) => {
    expect(problemOf(failure)).toMatchObject({ status, code });
  });

  it('names each field of input of another shape', () => {
    const schema = z.object({ at: z.string(), deep: z.object({ n: z.number() }) });
    const problem = problemOf(refusal(() => schema.parse({ deep: { n: 'x' } })));
    expect(problem).toMatchObject({ status: 400, code: 'misuse', field: 'at' });
    expect(problem.problems?.map(({ path }) => path)).toEqual(['at', 'deep.n']);
    expect(problem.detail).toContain('deep.n: ');
  });
});

describe('problemResponse', () => {
  it('is problem+json with a type', () => {
    const response = problemResponse(misuse('limit', 'too much', 'less'));
    expect(response).toMatchObject({
      statusCode: 400,
      headers: { 'content-type': 'application/problem+json' },
    });
    expect(JSON.parse(response.body ?? '')).toEqual({
      type: 'urn:perennial:problem:misuse',
      status: 400,
      code: 'misuse',
      title: 'The request cannot be used',
      detail: 'too much',
      field: 'limit',
      remedy: 'less',
    });
  });
});
