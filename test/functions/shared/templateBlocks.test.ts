import { describe, expect, it } from 'vitest';
import { type BlockSource, LARGEST_TEMPLATE_BYTES } from '../../../core/message/template.ts';
import { blocksNamed, blocksWithin, expandBlocks } from '../../../functions/shared/templateBlocks.ts';
import { compileTemplate } from '../../../functions/templatePublish/compileTemplate.ts';
import { anSms, aTemplate, compiledEn, mail } from './templates.ts';

function aBlock(id: string, mjml: string, text = mjml): BlockSource {
  return { id, kind: 'block', locales: { en: { mjml, text } } };
}

function blocksOf(...blocks: readonly BlockSource[]) {
  return new Map(blocks.map((block) => [block.id, block]));
}

const FOOT = aBlock('foot', '<mj-text>\n  Foot of {{ shop.name }}\n</mj-text>', 'Foot\nof {{ shop.name }}');
const place = (blocks: ReadonlyMap<string, BlockSource>) =>
  ({ field: 'text', locale: 'en', blocks }) as const;

describe('blocks', () => {
  it('are put in where they are named, MJML on one line', async () => {
    const source = aTemplate({
      mjml: mail("<mj-text>a</mj-text>\n{% render 'foot' %}"),
      text: 'a\n{%- render "foot" -%}\nb',
    });
    const en = await compiledEn(source, blocksOf(FOOT, aBlock('x', '')));
    expect(en.html).toContain('Foot of {{ shop.name }}');
    expect(en.text).toBe('a\nFoot\nof {{ shop.name }}\nb');
  });

  it('leave the lines of the template as its author counts them', async () => {
    const mjml = mail("{% render 'foot' %}\n<mj-txt>a</mj-txt>");
    await expect(compileTemplate(aTemplate({ mjml }), blocksOf(FOOT))).rejects.toThrow(
      /mjml line 6: <mj-txt>/,
    );
  });

  it('may hold others, and are found through them', () => {
    const outer = aBlock('outer', "a {% render 'inner' %}");
    const blocks = blocksOf(outer, aBlock('inner', 'b'));
    expect(expandBlocks("{% render 'outer' %} c", place(blocks))).toEqual({ text: 'a b c', problems: [] });
    const sms = anSms("{% render 'outer' %}");
    expect([blocksNamed(sms), [...blocksWithin(sms, blocks)]]).toEqual([['outer'], ['outer', 'inner']]);
  });

  it.each([
    ['one that is not there', "a\n{% render 'nope' %}", blocksOf(), 'there is no block "nope"'],
    [
      'one that holds itself',
      "\n{% render 'a' %}",
      blocksOf(aBlock('a', "{% render 'b' %}"), aBlock('b', "{% render 'a' %}")),
      'a → b → a',
    ],
    [
      'one without the field',
      "\n{% render 'm' %}",
      blocksOf({ id: 'm', kind: 'block', locales: { en: { mjml: 'x' } } }),
      'has no text in en',
    ],
  ])('refuse %s, naming the line', (_, text, blocks, message) => {
    expect(expandBlocks(text, place(blocks)).problems).toEqual([
      { line: 2, message: expect.stringContaining(message) },
    ]);
  });

  it('count towards the largest a template may be', async () => {
    const big = aBlock('big', `<mj-text>${'茶'.repeat(LARGEST_TEMPLATE_BYTES / 3)}</mj-text>`);
    const source = aTemplate({ mjml: mail("{% render 'big' %}") });
    await expect(compileTemplate(source, blocksOf(big))).rejects.toThrow(
      /it is 65 KB in this language; .* 64 KB/,
    );
  });
});
