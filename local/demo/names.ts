/** Invented people: names by language, with the letters their example addresses are spelt in. */
import { pick, type Random } from './random.ts';

type Names = readonly [string, ...string[]];
type Pairs = readonly [readonly [string, string], ...(readonly [string, string])[]];

const GIVEN: Names = [
  'Maya',
  'Owen',
  'Clara',
  'Theo',
  'Nadia',
  'Felix',
  'Ines',
  'Jonas',
  'Ruth',
  'Samuel',
  'Leila',
  'Arthur',
  'Greta',
  'Hugo',
  'Amara',
  'Paul',
  'Noor',
  'Edith',
  'Marco',
  'Ivy',
  'Tomas',
  'Helen',
  'Rafael',
  'Agnes',
  'David',
  'Lucia',
  'Simon',
  'Priya',
  'Walter',
  'Elena',
  'Kofi',
  'Judith',
  'Anton',
  'Rosa',
  'Miles',
  'Yara',
];

const FAMILY: Names = [
  'Bennett',
  'Larsen',
  'Moreau',
  'Okafor',
  'Weber',
  'Sinclair',
  'Rossi',
  'Novak',
  'Hughes',
  'Keller',
  'Fontaine',
  'Alvarez',
  'Brandt',
  'Doyle',
  'Petrov',
  'Iqbal',
  'Jansen',
  'Whitaker',
  'Ferrari',
  'Lindqvist',
  'Marsh',
  'Okoye',
  'Schmidt',
  'Torres',
  'Vance',
  'Winter',
  'Abbott',
  'Costa',
  'Delgado',
  'Ellis',
];

const SURNAMES: Pairs = [
  ['王', 'wang'],
  ['李', 'li'],
  ['张', 'zhang'],
  ['刘', 'liu'],
  ['陈', 'chen'],
  ['杨', 'yang'],
  ['赵', 'zhao'],
  ['黄', 'huang'],
  ['周', 'zhou'],
  ['吴', 'wu'],
  ['徐', 'xu'],
  ['孙', 'sun'],
  ['林', 'lin'],
  ['何', 'he'],
  ['高', 'gao'],
  ['沈', 'shen'],
];

const GIVEN_ZH: Pairs = [
  ['晓雯', 'xiaowen'],
  ['子涵', 'zihan'],
  ['雨桐', 'yutong'],
  ['思远', 'siyuan'],
  ['静怡', 'jingyi'],
  ['浩然', 'haoran'],
  ['佳宁', 'jianing'],
  ['志强', 'zhiqiang'],
  ['若溪', 'ruoxi'],
  ['明轩', 'mingxuan'],
  ['海燕', 'haiyan'],
  ['建国', 'jianguo'],
  ['安琪', 'anqi'],
  ['文博', 'wenbo'],
  ['丽华', 'lihua'],
  ['宇航', 'yuhang'],
  ['梦洁', 'mengjie'],
  ['立新', 'lixin'],
  ['清', 'qing'],
  ['岚', 'lan'],
];

export interface InventedName {
  readonly name: string;
  /** How a letter addresses them; null where the whole name does. */
  readonly firstName: string | null;
  /** Latin letters for the address. */
  readonly spelling: string;
}

export function inventName(random: Random, language: 'en' | 'zh-CN'): InventedName {
  if (language === 'en') {
    const given = pick(random, GIVEN);
    const family = pick(random, FAMILY);
    return {
      name: `${given} ${family}`,
      firstName: given,
      spelling: `${given}.${family}`.toLowerCase(),
    };
  }
  const [family, familySpelling] = pick(random, SURNAMES);
  const [given, givenSpelling] = pick(random, GIVEN_ZH);
  return { name: `${family}${given}`, firstName: null, spelling: `${givenSpelling}.${familySpelling}` };
}
