/** What came back about a message, in 简体中文. */
export const zhCNFeedback = {
  feedback: {
    title: '送达与反馈',
    none: '尚无反馈。',
    machineNote: '由邮件程序或过滤器自动读取，当时是否有人阅读无从得知。',
    invented: '以上为试用而虚构：没有人收到这封消息。',
  },
  feedbackKind: {
    delivered: '已送达',
    opened: '由本人打开',
    openedByMachine: '由机器打开',
    clicked: '由本人点击',
    clickedByMachine: '由机器点击',
    softBounced: '暂时退回',
    hardBounced: '退回：地址不存在',
    complained: '被举报为垃圾邮件',
    rejected: '被服务商拒绝',
  },
  feedbackShort: {
    delivered: '已送达',
    opened: '已打开',
    openedByMachine: '机器打开',
    clicked: '已点击',
    clickedByMachine: '机器点击',
    softBounced: '退回',
    hardBounced: '退回',
    complained: '垃圾举报',
    rejected: '被拒绝',
  },
};
