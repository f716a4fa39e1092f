/** `enDeadLetters.ts` in Chinese. */
import type { enDeadLetters } from './enDeadLetters.ts';
import type { Told } from './wordTable.ts';

export const zhCNDeadLetters: Told<typeof enDeadLetters> = {
  parked: {
    none: '没有搁置的记录。',
    kind: '类别',
    id: '编号',
    customer: '客户',
    error: '错误',
    shown: '显示 {shown} 条。重新执行：perennial parked redrive ID… 或 --all。',
    more: '显示 {shown} 条，还有更多（--limit 或 --json）。重新执行：perennial parked redrive ID… 或 --all。',
    redriven: '下一波次重新执行：{count} 条。',
  },
  parkedKind: {
    step: '旅程步骤',
    send: '消息',
    task: '任务',
  },
  failedWebhooks: {
    none: '没有等待重新调用的 Webhook。',
    when: '结束于',
    outcome: '结果',
    reason: '最后的应答',
    calls: '调用次数',
    url: '地址',
    id: '编号',
    shown: '显示 {shown} 条。接收方修复后：perennial webhooks redrive ID… 或 --all。',
    more: '显示 {shown} 条，还有更多（--limit 或 --json）。接收方修复后：perennial webhooks redrive ID… 或 --all。',
    redriven: '从下一波次起重新调用，为期三天，webhook-id 不变：{count} 条。',
  },
  redrive: {
    none: '没有可重新处理的记录。',
    not: '{id}：{why}。',
  },
  redriveState: {
    redriven: '已重新处理',
    'moved-on': '记录在此期间已有变化',
    'not-parked': '没有搁置这个编号的记录',
    'no-decision': '没有这个编号的消息',
    'no-webhook': '这是发给人的消息，绝不重复发送',
    delivered: '接收方已收到',
    'under-way': '正在调用，或在等待下一次调用',
    'not-called': '按规则暂缓，从未调用',
  },
  webhookSecret: {
    newest: '最新密钥：{secret}',
    older: '并用至 {until}：{secret}',
    olderAlways: '并用至停用为止：{secret}',
    rotated:
      '新密钥已优先用于签名。请交给所有接收方；旧密钥继续并用 24 小时，或停用：perennial webhooks secret --retire',
    retired: '从现在起仅由最新密钥签名。',
    how: '接收方如何确认调用来自本店（Standard Webhooks 标准，其程序库可代劳）：',
    signed: '1. 用点号连接请求头 webhook-id、webhook-timestamp 与原始请求体：ID.TIMESTAMP.BODY。',
    hmac: '2. 以密钥中 "whsec_" 之后的 base64 所表示的字节为钥，计算 HMAC-SHA-256。',
    compare:
      '3. webhook-signature（以空格分隔）中须有一个签名等于 "v1," 加上该值的 base64。请用恒定时间比较。',
    fresh: '4. 时间戳相差超过五分钟则拒绝；见过的 webhook-id 请丢弃：同一调用可能到达两次。',
  },
};
