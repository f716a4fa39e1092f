/** `model fit`、`model score`、`model compare` 的用语，简体中文。 */
import type { Told } from './wordTable.ts';
import type { enModel } from './enModel.ts';

export const zhCNModel: Told<typeof enModel> = {
  model: {
    model: '模型',
    fitted: '{model} 已对 {customers} 位客户拟合。',
    notConverged: '{model} 对 {customers} 位客户未收敛，参数为备用值。',
    noDropout: '无法识别流失：不考虑流失同样能解释这些订单，因此这里的 P(alive) 没有意义。',
    hiatus: '沉默时间超过店铺几乎所有购买间隔的客户，预期不再下单。',
    noSpend: '没有复购金额，因此没有订单价值和客户终身价值。',
    likelihood: '对数似然',
    parameters: '参数个数',
    flags: '标记',
    rejected: '被拒绝的行',
    totalError: '总量误差',
    whyHoldout: '{model} 对最后 {days} 天的预测最好（综合 MAE、RMSE 与总量误差），其次是 {runnerUp}。',
    whyLikelihood: '按参数个数计，{model} 的似然最高；其次是 {runnerUp}，AIC 差 {lead}。',
    scored: '已用 {model} 为 {customers} 位客户评分，写入 {file}。',
    expectedOrders: '预期订单数',
    clv: '预测期内的价值',
    whyBest: '{model} 对本店预测最好：MAE {mae}，RMSE {rmse}，总量误差 {total} %，得分 {score}。',
    nothingToJudge: '留出期内无人下单，无法比较模型。',
    whyNext: '其次是 {model}，得分 {score}。',
    ruleBetter: '简单规则 {rule} 的误差更小。',
    holdout: '{from} 至 {to}，{days} 天：{customers} 位客户中有 {active} 位下了 {orders} 单。',
    top10: '前 10% 客户的订单',
    activity: '谁会下单：AUC {auc}；仅凭最近购买时间为 {recency}。',
    recency: '仅最近购买时间',
    modelAlone: '仅 {model}',
    score: '活跃评分（{kind}）',
    combination: '组合',
    combinedOn: '组合所用时段',
    judgedOn: '评判所用时段',
    notCombined: '无：此前的时间太短',
  },
};
