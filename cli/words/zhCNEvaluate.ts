/** `evaluate` 的简体中文，键与 `enEvaluate.ts` 相同。 */
export const zhCNEvaluate = {
  evaluate: {
    stored: '已评估,截至 {at}。',
    printed: '已评估,截至 {at}。未保存:已有更晚的评估。',
    customers: '客户',
    model: '模型',
    likelihood: '对数似然',
    params: '参数',
    converged: '已收敛',
    notConverged: '未收敛',
    flags: '提示',
    margin: '毛利率（按成本）',
    ownMargin: '本人毛利率',
    ownMarginSaid: '客户之间相差{spread}；本人销售额达到{revenue}时占一半权重',
    trial: '不告知最近 {days} 天的订单:{customers} 位客户,{bought} 个购买日',
    mae: '平均误差',
    rmse: '均方根误差',
    totalError: '总量误差',
    ranks: '秩相关',
    proposal: '建议:{model}。{why}',
    accept:
      '在设置写明 value: { model: {model} } 并运行 perennial settings set FILE 之前,评估仍用 {inForce}。',
    activity: '活跃概率判断 {days} 天内谁会购买,曲线下面积 {area}(仅凭近度为 {recency})。',
  },
} as const;
