import { describe, expect, it } from 'vitest';
import { SHOP_MODELS } from '../../../core/lifecycle/model.ts';
import { settingsSchema } from '../../../core/settings/settings.ts';
import { evaluationModel } from '../../../functions/shared/evaluationModel.ts';
import { Problem } from '../../../functions/shared/problem.ts';

const REFUSED = [
  ['bg-bb', 'no shop is evaluated by bg-bb: it counts periods'],
  ['gamma-gamma', 'no shop is evaluated by gamma-gamma: it is the model of spend'],
  ['auto', 'no shop is evaluated by auto: it would change models unasked'],
  ['pareto-nb', 'there is no purchase model "pareto-nb"; did you mean pareto-nbd?'],
  ['toString', 'there is no purchase model "toString"'],
] as const;

function refusal(name: string) {
  try {
    evaluationModel(name);
  } catch (failure) {
    if (failure instanceof Problem) return failure.body;
  }
  throw new Error(`${name} was taken`);
}

describe('the model of an evaluation', () => {
  it('is one of those of a shop', () => {
    expect(SHOP_MODELS.map(evaluationModel)).toEqual(SHOP_MODELS);
  });

  it.each(REFUSED)('is not %s, and the refusal says what to use', (name, sentence) => {
    const { status, field, detail, remedy } = refusal(name);
    expect([status, field]).toEqual([400, 'model']);
    expect(detail).toContain(sentence);
    expect(remedy).toContain('mbg-cnbd-k');
  });
});

describe('the model of the settings', () => {
  it.each(REFUSED)('is not %s either', (name, sentence) => {
    const { error } = settingsSchema.safeParse({ value: { model: name } });
    const [issue] = error?.issues ?? [];
    expect(issue?.path).toEqual(['value', 'model']);
    expect(issue?.message).toContain(sentence);
    expect(issue?.message).toContain('use one of nbd, bg-nbd, mbg-nbd, mbg-cnbd-k, pareto-nbd');
  });

  it.each(SHOP_MODELS)('may be %s', (model) => {
    expect(settingsSchema.parse({ value: { model } }).value.model).toBe(model);
  });
});
