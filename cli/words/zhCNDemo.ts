/** `demo` 的中文用词；键与 `enDemo.ts` 相同。 */
export const zhCNDemo = {
  demo: {
    done: '演示店铺已就绪:{dataDir}。',
    customers: '客户',
    stages: '阶段',
    grades: '等级',
    journeys: '旅程',
    messages: '消息',
    segments: '客群',
    offers: '优惠',
    points: '积分',
    pointsValue: '{members} 位会员共 {points} 分，{balanced}',
    winBack: '赢回',
    ledger: '账目',
    balanced: '平衡',
    unbalanced: '不平衡',
    subjects: '例如',
    seconds: '用时',
    secondsValue: '{seconds} 秒',
    next: '查看:perennial serve',
  },
} as const;
