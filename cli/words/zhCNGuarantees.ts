/** `guarantees` 的简体中文，键与 `enGuarantees.ts` 相同。 */
export const zhCNGuarantees = {
  guarantees: {
    row: '条目',
    kept: '达标',
    measured: '实测',
    runs: '次数',
    yes: '是',
    no: '否',
    allKept: '{rows} 项全部达标（种子 {seed}）。',
    missed: '{rows} 项中有 {missed} 项未达标（种子 {seed}）。',
    noSources: '承诺由测试来度量，而这份安装里没有测试。',
    noSourcesRemedy: '请在源码目录里运行，先执行 npm ci。',
    noAnswer: '度量程序没有给出结果就结束了。',
  },
} as const;
