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
};
