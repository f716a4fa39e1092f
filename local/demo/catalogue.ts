/**
 * What the demonstration shop sells: tea, coffee and what belongs in a small kitchen. Consumables say after how many days
 * one unit is used up; durable goods are bought once. Prices and costs are US cents.
 */

export const CATEGORIES = [
  'tea',
  'coffee',
  'teaware',
  'coffee-gear',
  'cookware',
  'pantry',
  'table',
  'gifts',
] as const;
export type Category = (typeof CATEGORIES)[number];

export interface Product {
  readonly sku: string;
  readonly category: Category;
  readonly name: { readonly en: string; readonly 'zh-CN': string };
  readonly priceMinor: number;
  /** Cost of goods. */
  readonly costMinor: number;
  /** Days a unit lasts; null for durable goods. */
  readonly replenishDays: number | null;
}

type Row = readonly [sku: string, en: string, zh: string, price: number, cost: number, lasts?: number];

const ROWS: Readonly<Record<Category, readonly Row[]>> = {
  tea: [
    ['T01', 'Yunnan Golden Needle, 100 g', '云南滇红金针 100克', 1800, 720, 40],
    ['T02', 'Lapsang Souchong, 100 g', '正山小种 100克', 1650, 640, 40],
    ['T03', 'West Lake Longjing, 50 g', '西湖龙井 50克', 2900, 1300, 25],
    ['T04', 'Tieguanyin, medium roast, 100 g', '铁观音 中焙 100克', 2200, 880, 35],
    ['T05', 'White Peony, 50 g', '白牡丹 50克', 1950, 800, 25],
    ['T06', 'Ripe Pu-erh cake, 200 g', '熟普洱饼 200克', 3400, 1500, 90],
    ['T07', 'Jasmine Pearls, 100 g', '茉莉龙珠 100克', 2100, 860, 40],
    ['T08', 'Assam breakfast, 125 g', '阿萨姆早餐茶 125克', 1250, 420, 30],
    ['T09', 'Earl Grey, 125 g', '伯爵红茶 125克', 1300, 430, 30],
    ['T10', 'Chamomile and lemon, 60 g', '洋甘菊柠檬 60克', 990, 310, 30],
  ],
  coffee: [
    ['C01', 'House espresso, 250 g', '本店意式拼配 250克', 1450, 620, 14],
    ['C02', 'Ethiopia Guji, washed, 250 g', '埃塞俄比亚古吉 水洗 250克', 1850, 860, 16],
    ['C03', 'Colombia Huila, 250 g', '哥伦比亚慧兰 250克', 1700, 760, 16],
    ['C04', 'Guatemala Antigua, 250 g', '危地马拉安提瓜 250克', 1750, 790, 16],
    ['C05', 'Kenya Nyeri AA, 250 g', '肯尼亚涅里AA 250克', 2050, 980, 16],
    ['C06', 'Sumatra, dark, 250 g', '苏门答腊 深烘 250克', 1600, 700, 16],
    ['C07', 'Decaf, Swiss water, 250 g', '瑞士水洗低因 250克', 1800, 830, 18],
    ['C08', 'House espresso, 1 kg', '本店意式拼配 1公斤', 4800, 2250, 50],
    ['C09', 'Yunnan Pu’er, honey, 250 g', '云南普洱 蜜处理 250克', 1680, 740, 16],
  ],
  teaware: [
    ['W01', 'Gaiwan, white porcelain', '白瓷盖碗', 2600, 980],
    ['W02', 'Yixing pot, 180 ml', '宜兴紫砂壶 180毫升', 8900, 4200],
    ['W03', 'Glass pot with strainer, 0.6 l', '玻璃滤壶 0.6升', 3400, 1350],
    ['W04', 'Fairness jug', '公道杯', 1900, 700],
    ['W05', 'Tasting cups, set of four', '品茗杯 四只', 2400, 900],
    ['W06', 'Cherrywood tea scoop', '樱桃木茶则', 1400, 520],
    ['W07', 'Bamboo tea tray', '竹茶盘', 4600, 2000],
    ['W08', 'Paper tea filters, 100', '一次性茶滤 100只', 650, 190, 60],
  ],
  'coffee-gear': [
    ['G01', 'Ceramic dripper', '陶瓷滤杯', 2800, 1100],
    ['G02', 'Gooseneck kettle, 0.9 l', '手冲细口壶 0.9升', 6200, 3000],
    ['G03', 'Hand grinder, steel burrs', '手摇磨豆机 钢芯', 8400, 4300],
    ['G04', 'Electric grinder', '电动磨豆机', 14900, 8400],
    ['G05', 'Scale with timer', '计时电子秤', 4900, 2300],
    ['G06', 'French press, 0.8 l', '法压壶 0.8升', 3600, 1500],
    ['G07', 'Moka pot, 3 cups', '摩卡壶 3杯', 3900, 1750],
    ['G08', 'Paper filters, 100', '滤纸 100张', 750, 220, 45],
    ['G09', 'Descaler, 2 doses', '除垢剂 2次', 890, 280, 90],
  ],
  cookware: [
    ['K01', 'Carbon steel wok, 32 cm', '碳钢炒锅 32厘米', 5900, 2700],
    ['K02', 'Cast-iron pan, 26 cm', '铸铁煎锅 26厘米', 5400, 2500],
    ['K03', 'Stockpot, 6 l', '汤锅 6升', 7800, 3800],
    ['K04', 'Bamboo steamer, two tiers', '竹蒸笼 两层', 2700, 1050],
    ['K05', 'Chef’s knife, 20 cm', '主厨刀 20厘米', 9600, 4700],
    ['K06', 'Cutting board, maple', '枫木砧板', 4300, 1900],
    ['K07', 'Rolling pin, beech', '榉木擀面杖', 1800, 650],
  ],
  pantry: [
    ['P01', 'Soy sauce, brewed 180 days, 500 ml', '酿造180天酱油 500毫升', 1150, 430, 45],
    ['P02', 'Sichuan pepper, 80 g', '四川花椒 80克', 950, 330, 60],
    ['P03', 'Chilli crisp, 210 g', '香辣脆 210克', 1050, 380, 28],
    ['P04', 'Olive oil, cold pressed, 500 ml', '冷榨橄榄油 500毫升', 1900, 900, 35],
    ['P05', 'Wildflower honey, 450 g', '百花蜜 450克', 1400, 620, 50],
    ['P06', 'Black vinegar, 500 ml', '陈醋 500毫升', 880, 300, 60],
    ['P07', 'Almond biscotti, 200 g', '杏仁脆饼 200克', 920, 340, 14],
    ['P08', 'Dark chocolate, 72 %, 100 g', '72%黑巧克力 100克', 690, 280, 10],
  ],
  table: [
    ['B01', 'Stoneware mug, 350 ml', '粗陶杯 350毫升', 2200, 820],
    ['B02', 'Espresso cups, set of two', '浓缩杯 两只', 2600, 960],
    ['B03', 'Rice bowls, set of four', '饭碗 四只', 3800, 1500],
    ['B04', 'Linen tea towels, set of two', '亚麻茶巾 两条', 2400, 950],
    ['B05', 'Serving platter, stoneware', '粗陶大盘', 4400, 1850],
    ['B06', 'Thermos flask, 0.5 l', '保温杯 0.5升', 3200, 1400],
  ],
  gifts: [
    ['F01', 'Tea sampler, eight kinds', '八种茶品尝盒', 3600, 1500],
    ['F02', 'Coffee sampler, four origins', '四产地咖啡盒', 4200, 1950],
    ['F03', 'Pour-over starter set', '手冲入门套装', 9800, 4900],
    ['F04', 'Gongfu starter set', '功夫茶入门套装', 8800, 4200],
    ['F05', 'Breakfast hamper', '早餐礼篮', 6400, 3100],
  ],
};

/** Every product, by category and then by how well it sells. */
export const CATALOGUE: readonly Product[] = CATEGORIES.flatMap((category) =>
  ROWS[category].map(([sku, en, zh, priceMinor, costMinor, lasts]) => ({
    sku,
    category,
    name: { en, 'zh-CN': zh },
    priceMinor,
    costMinor,
    replenishDays: lasts ?? null,
  })),
);

const BY_CATEGORY: ReadonlyMap<Category, readonly Product[]> = Map.groupBy(
  CATALOGUE,
  (product) => product.category,
);

export function productsOf(category: Category): readonly Product[] {
  return BY_CATEGORY.get(category) ?? [];
}
