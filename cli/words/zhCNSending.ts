/** What sending one message, and stopping all of them, is told with, in 简体中文. */
import type { Told } from './wordTable.ts';
import type { enSending } from './enSending.ts';

export const zhCNSending: Told<typeof enSending> = {
  send: {
    done: '{template} 发给 {customer}：{outcome}。决策 {id}。',
    repeated: '此前已用同一个键请求过。{template} 发给 {customer}：{outcome}。决策 {id}。',
  },
  sending: {
    open: '发送正常进行。',
    stopped: '{by} 于 {at} 停止了发送：{why}。促销、关怀和问卷暂缓，客户在等的消息照常发出。',
    stoppedAll: '{by} 于 {at} 停止了发送：{why}。所有消息暂缓。',
    guardComplaints: '声誉保护自 {at} 起暂缓促销、关怀和问卷：{of} 封中有 {rate} 被举报为垃圾邮件。',
    guardBounces: '声誉保护自 {at} 起暂缓促销、关怀和问卷：{of} 封中有 {rate} 发往不存在的地址。',
  },
  guard: {
    resting: '声誉保护未暂停任何发送。',
    resumed: '{by} 于 {at} 恢复发送：{why}。此前的计数不再计入。',
    window: '统计最近{days}天；发送满 {least} 封后才计算比率。',
    nobody: '这段时间没有发送。',
    sender: '发件人',
    sends: '发送',
    delivered: '送达',
    complaints: '垃圾邮件举报',
    bounces: '硬退信',
    ofLimit: '{count} = {rate}，上限 {limit}',
    tooFew: '{count}',
    remedy: '恢复发送：perennial guard resume --why "已采取的措施"',
    ask: '被举报或退回的邮件会损害之后的每一封邮件。输入 yes 恢复发送：',
    stopped: '未确认：发送仍暂停；脚本请加 --yes',
  },
  feedback: {
    one: '{what} {at}',
    delivered: '已送达',
    opened: '已打开',
    openedByMachine: '机器打开',
    clicked: '已点击',
    clickedByMachine: '机器点击',
    softBounced: '暂时退回',
    hardBounced: '退回：地址不存在',
    complained: '被举报为垃圾邮件',
    rejected: '被服务商拒绝',
    fact: '{journey} 的消息：{what}',
  },
};
