/** A proposed purchase model as people read it: what it did better, on what, and by how much. */
import type { ModelProposal, ModelTrial } from '../../core/lifecycle/model.ts';

export interface ProposalView extends Pick<ModelProposal, 'model' | 'insteadOf'> {
  readonly why: { readonly en: string; readonly 'zh-CN': string };
  /** The proposed model's, then those of the model in force. */
  readonly figures: ModelTrial['figures'];
}

export function proposalView(
  { model, insteadOf, smallerBy, standardErrors }: ModelProposal,
  { days, customers, figures }: ModelTrial,
): ProposalView {
  const two = [model, insteadOf].flatMap((name) => figures.find((one) => one.model === name) ?? []);
  const [better = '', worse = ''] = two.map(({ rmse }) => rmse.toFixed(3));
  const [percent, errors] = [(100 * smallerBy).toFixed(1), standardErrors.toFixed(1)];
  return {
    model,
    insteadOf,
    why: {
      en:
        `Told nothing of the last ${days} days, ${model} foretold the purchases of ${customers} customers with a squared error ` +
        `${percent} % smaller than ${insteadOf} (root mean squared error ${better} instead of ${worse}; ${errors} standard errors).`,
      'zh-CN':
        `在不知道最近${days}天订单的情况下预测${customers}位客户的购买，${model}的平方误差比${insteadOf}小${percent}%` +
        `（均方根误差${better}，原为${worse}；差异为标准误的${errors}倍）。`,
    },
    figures: two,
  };
}
