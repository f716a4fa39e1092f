import { expect, it } from 'vitest';
import type { Jobs } from '../../../../core/jobs.ts';
import { SHOP_MODELS } from '../../../../core/lifecycle/model.ts';
import { aContainer } from '../../../support/aContainer.ts';
import { at } from '../../../support/builders.ts';
import { call } from '../call.ts';

const DAY = at('2026-03-10');

function deployed() {
  const started: unknown[] = [];
  const jobs: Jobs = {
    start: async (_name, input) => {
      started.push(input);
      return { id: 'job-1' };
    },
    look: async () => null,
  };
  const { container } = aContainer({ jobs });
  const evaluate = (body: object) =>
    call(container, '/v1/evaluations', { method: 'POST', body: JSON.stringify(body) });
  return { evaluate, started };
}

it.each(SHOP_MODELS)('an evaluation by %s is started as a job that knows the model', async (model) => {
  const { evaluate, started } = deployed();
  expect((await evaluate({ at: '2026-03-10', model })).status).toBe(202);
  expect(started).toEqual([{ at: DAY, force: true, model }]);
});

it('an evaluation by no model in particular is by that of the settings', async () => {
  const { evaluate, started } = deployed();
  await evaluate({ at: '2026-03-10' });
  expect(started).toEqual([{ at: DAY, force: true }]);
});

it.each(['bg-bb', 'gamma-gamma', 'auto', 'mbg'])('a model called %s starts nothing', async (model) => {
  const { evaluate, started } = deployed();
  const { status, body } = await evaluate({ model });
  expect([status, body.code, body.field]).toEqual([400, 'misuse', 'model']);
  expect(started).toEqual([]);
});
