import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CatalogueFile, readCatalogue } from '../../../local/import/readCatalogue.ts';
import { aFile, linesOf } from '../../support/orderFiles.ts';

const MAP = 'item=sku,name=title,name_zh=cn,price=price,cost=cost,stock=left,category=type,durable=keeps';
const HEADER = 'sku,title,cn,price,cost,left,type,keeps';

async function read(text: string, change: Partial<CatalogueFile> = {}) {
  const file = await aFile(text, 'products.csv');
  return readCatalogue({ file, map: MAP, currency: 'USD', rejectFile: `${file}.rejects.ndjson`, ...change });
}

describe('a file of products', () => {
  it('becomes a catalogue in minor units', async () => {
    const { catalogue, rejected, rejectFile } = await read(
      `${HEADER}\nT01,Golden Needle,滇红金针,18.00,7.20,12,tea,no\nW02,Yixing pot,宜兴壶,"1,089.50",,0,teaware,是\n`,
    );
    expect([rejected, rejectFile]).toEqual([0, null]);
    expect(catalogue).toEqual({
      currency: 'USD',
      items: [
        {
          item: 'T01',
          name: 'Golden Needle',
          nameZh: '滇红金针',
          priceMinor: 1_800,
          costMinor: 720,
          stock: 12,
          category: 'tea',
          durable: false,
        },
        {
          item: 'W02',
          name: 'Yixing pot',
          nameZh: '宜兴壶',
          priceMinor: 108_950,
          stock: 0,
          category: 'teaware',
          durable: true,
        },
      ],
    });
  });

  it('takes where it is shown and sold, of what brand it is and how long it lasts', async () => {
    const file = await aFile(
      'item,brand,url,image,replenish_days\nmug,Kiln,https://shop.example/mug?c=1,https://shop.example/mug.jpg,30\n',
      'products.csv',
    );
    const found = await readCatalogue({ file, currency: 'EUR', rejectFile: `${file}.rejects` });
    expect(found.catalogue.items).toEqual([
      {
        item: 'mug',
        brand: 'Kiln',
        url: 'https://shop.example/mug?c=1',
        image: 'https://shop.example/mug.jpg',
        replenishDays: 30,
      },
    ]);
  });

  it.each([
    ['url', 'javascript:alert(1),,', 'not-an-address'],
    ['url', '//shop.example/mug,,', 'not-an-address'],
    ['image', ',https://,', 'not-an-address'],
    ['replenish_days', ',,0', 'not-a-number'],
    ['replenish_days', ',,a month', 'not-a-number'],
  ])('refuses a row whose %s cannot be used: %s', async (field, cells, code) => {
    const file = await aFile(`item,url,image,replenish_days\nmug,${cells}\n`, 'products.csv');
    const found = await readCatalogue({ file, currency: 'EUR', rejectFile: `${file}.rejects` });
    expect(found.catalogue.items).toEqual([]);
    expect(await linesOf(found.rejectFile)).toMatchObject([{ line: 2, field, code }]);
  });

  it('needs an item and nothing else, and finds columns of the fields’ own names', async () => {
    const file = await aFile('item,price,colour\nmug,12,red\n', 'products.csv');
    const found = await readCatalogue({ file, currency: 'eur', rejectFile: `${file}.rejects` });
    expect(found.catalogue).toEqual({ currency: 'EUR', items: [{ item: 'mug', priceMinor: 1_200 }] });
    expect(found.notes.join(' ')).toContain('colour');
  });

  it.each([
    ['item', ',x,,1,1,1,tea,no', 'empty'],
    ['price', 'a,x,,twelve,1,1,tea,no', 'not-a-number'],
    ['price', 'a,x,,-3,1,1,tea,no', 'not-a-number'],
    ['cost', 'a,x,,3,1.234,1,tea,no', 'too-many-decimals'],
    ['stock', 'a,x,,3,1,-2,tea,no', 'not-a-number'],
    ['stock', 'a,x,,3,1,many,tea,no', 'not-a-number'],
    ['durable', 'a,x,,3,1,2,tea,perhaps', 'not-a-truth-value'],
  ])('refuses a row whose %s cannot be read: %s', async (field, row, code) => {
    const { catalogue, rejected, rejectFile } = await read(`${HEADER}\n${row}\nok,Fine,,1,1,1,tea,no\n`);
    expect([catalogue.items.map(({ item }) => item), rejected]).toEqual([['ok'], 1]);
    expect(await linesOf(rejectFile)).toMatchObject([{ line: 2, field, code }]);
  });

  it('lets the later of two rows of an item stand, and says so', async () => {
    const { catalogue, notes } = await read(`${HEADER}\na,Old,,1,,,,\na,New,,2,,,,\n`);
    expect(catalogue.items).toEqual([{ item: 'a', name: 'New', priceMinor: 200 }]);
    expect(notes.join(' ')).toContain('1 rows name an item of an earlier row');
  });

  it.each([
    ['map-unknown-field', { map: 'item=sku,weight=w' }],
    ['map-missing-field', { map: 'price=price' }],
    ['column-not-found', { map: 'item=article' }],
    ['currency-invalid', { currency: 'dollars' }],
  ])('is refused as %s before anything is written', async (code, change) => {
    const file = await aFile(`${HEADER}\na,b,,1,1,1,tea,no\n`, 'products.csv');
    const rejects = `${file}.rejects.ndjson`;
    const reading = readCatalogue({ file, map: MAP, currency: 'USD', rejectFile: rejects, ...change });
    await expect(reading).rejects.toMatchObject({ code });
    expect(existsSync(rejects)).toBe(false);
  });
});
