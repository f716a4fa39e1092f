/** 密钥与远程系统的用语；键与英文一致。 */
import type { enRemote } from './enRemote.ts';
import type { Told } from './wordTable.ts';

export const zhCNRemote: Told<typeof enRemote> = {
  keys: {
    name: '名称',
    kind: '类型',
    key: '密钥',
    once: '仅在创建时显示一次',
    none: '没有密钥。',
    created: '已创建密钥“{name}”，类型 {kind}。',
    onlyNow: '密钥只显示这一次，请与其他机密一起妥善保存。',
    revoked: '密钥“{name}”（类型 {kind}）已吊销。',
  },
  remote: {
    onlyHere: '“{command}”只在本机运行，不能使用 --remote。',
    onlyHereRemedy: '请去掉 --remote，并取消环境变量 PERENNIAL_REMOTE。',
    noReplay: '未作回放：已部署的系统不做回放。如需回放，请对数据文件夹运行 plan。',
  },
};
