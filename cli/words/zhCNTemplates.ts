/** What templates are told with, in 简体中文. */
import type { enTemplates } from './enTemplates.ts';
import type { Told } from './wordTable.ts';

export const zhCNTemplates: Told<typeof enTemplates> = {
  templates: {
    id: '编号',
    version: '版本',
    channel: '渠道',
    class: '类别',
    languages: '语言',
    journeys: '旅程',
    block: '公用块',
    blocks: '公用块',
    templates: '模板',
    none: '还没有发布任何模板。',
    title: '{id}，第 {version} 版，发布于 {at} UTC',
    noLanguage: '没有 {locale} 版本；现有 {locales}。',
    published: '{id}：已发布第 {version} 版',
    unchanged: '{id}：第 {version} 版，没有变化',
    takenAlong: '{id}：公用块有变，随之发布第 {version} 版',
    notPublished: '没有发布任何模板：{files} 个文件中有 {count} 个不能发布。',
    imageLarge: '{address} 有 {size} KB；请控制在 {most} KB 以内',
    imageMissing: '{address} 打不开（{why}）',
    subject: '主题',
    preheader: '预览文字',
    language: '语言',
    size: '长度',
    partsOf: '{parts} 条（{encoding}，占 {places} 位）',
    saved: '已写入 {file}。',
    template: '模板',
    to: '收件人',
    outcome: '结果',
    oneOrJourney: '请写明一个模板，或一个旅程（--journey）。',
    toOrSeeds: '请写明地址（--to），或一个测试名单（--seed-list）。',
  },
};
