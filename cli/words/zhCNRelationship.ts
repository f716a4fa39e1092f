/** `customers relationship` 的中文用词；键与 `enRelationship.ts` 相同。 */
export const zhCNRelationship = {
  relationship: {
    customer: '客户',
    type: '关系类型',
    stage: '阶段',
    grade: '等级',
    sameGrade: '同等级客户数',
    pastRevenue: '过去一年销售额',
    pastMargin: '过去一年毛利',
    expected: '预期一年毛利',
    margin: '所用毛利率',
    contacts: '可支付的联系次数',
    product: '所购商品',
  },
  relationshipType: {
    basic: '基本型',
    reactive: '被动型',
    accountable: '负责型',
    proactive: '主动型',
    partnership: '伙伴型',
  },
  productKind: {
    lasting: '多为耐用品',
    consumed: '多为消耗品',
    unknown: '未知',
  },
} as const;
