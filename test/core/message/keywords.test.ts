import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asksToStopByMail, keywordOf } from '../../../core/message/keywords.ts';

const ENGLISH = { chinese: false };
const CHINESE = { chinese: true };

describe('keywordOf', () => {
  it.each([
    ['STOP'],
    ['stop'],
    ['ｓｔｏｐ'],
    ['ＳＴＯＰ！'],
    [' Stop. '],
    ['"STOP"'],
    ['STOP 🙏'],
    ['S T O P'],
    ['s.t.o.p'],
    ['\u200bstop\u200b'],
    ['STOP\n'],
    ['StopAll'],
    ['stop all'],
    ['STOP ALL!!!'],
    ['UNSUBSCRIBE'],
    ['Cancel'],
    ['END'],
    ['quit'],
    ['OPTOUT'],
    ['opt-out'],
    ['Opt out.'],
    ['revoke'],
    ['STOP please'],
    ['please stop'],
    ['Please stop!'],
    ['stop it'],
    ['Stop now, thanks'],
    ['stop texting me'],
    ['Please stop sending me these messages'],
    ['I want you to stop texting this number'],
    ['unsubscribe me'],
    ['I would like to unsubscribe'],
    ['How do I unsubscribe?'],
    ['take me off your list'],
    ['Remove me from this list'],
    ["don't text me"],
    ['Do not contact me again'],
    ['don’t message me anymore'],
    ['no more texts please'],
    ['wrong number'],
    ['Sorry, wrong number!'],
    ['pls stop, I have had enough'],
    ['PLEASE STOP THIS'],
    ['leave me alone'],
    ['I am opting out'],
    ['stop stop stop stop'],
    ['退订'],
    ['【退订】'],
    ['退订。'],
    ['TD退订'],
    ['回复TD退订'],
    ['取消订阅'],
    ['退 订'],
    ['拒收'],
    ['退訂'],
    ['请不要再给我发短信'],
    ['别再发了'],
    ['我要退订'],
    ['麻烦退订一下'],
    ['不要再发'],
  ])('hears a wish to stop in %j', (text) => {
    expect(keywordOf(text, ENGLISH)).toBe('stop');
  });

  it.each([['R'], ['r'], ['Ｒ'], ['T'], ['TD'], ['ｔｄ'], [' td '], ['T。'], ['回T'], ['回复R']])(
    'hears it in %j from mainland China alone',
    (text) => {
      expect(keywordOf(text, CHINESE)).toBe('stop');
      expect(keywordOf(text, ENGLISH)).toBeNull();
    },
  );

  it.each([
    ['I love it, never stop making these'],
    ["Please don't stop sending me these"],
    ['Do not unsubscribe me'],
    ['I cannot stop using this moisturiser'],
    ['Stop by tomorrow at ten?'],
    ['stop by'],
    ['Can I stop at the shop on the way home?'],
    ['cancel my order please'],
    ['please stop my order of yesterday'],
    ['I gave you the wrong number, it ends in 12'],
    ['Can I opt out of the gift wrapping?'],
    ['Cancel order 1234'],
    ['at the end of the week'],
    ['The end date is wrong'],
    ['I quit smoking last year and need a smaller size'],
    ['please remove the second kettle from my order'],
    ['where is the bus stop near your shop'],
    ['Thanks!'],
    ['no'],
    ['ok'],
    [''],
    ['   '],
    ['…'],
    ['退货'],
    ['我想退货，不是退订'],
    ['不要取消我的订单'],
    ['今天取消的订单什么时候退款'],
    ['帮我看看'],
    ['yes please, the blue one'],
    ['helpful, thank you'],
    ['can you help me with my order'],
    ['the information was wrong'],
    ['let us start on Monday'],
  ])('takes %j for a reply', (text) => {
    expect(keywordOf(text, ENGLISH)).toBeNull();
    expect(keywordOf(text, CHINESE)).toBeNull();
  });

  it.each([
    ['START', 'start'],
    ['unstop', 'start'],
    ['Yes!', 'start'],
    ['ｙｅｓ', 'start'],
    ['恢复订阅', 'start'],
    ['HELP', 'help'],
    ['help?', 'help'],
    ['Info', 'help'],
    ['帮助', 'help'],
    ['ＨＥＬＰ', 'help'],
  ])('hears %j as %s', (text, meaning) => {
    expect(keywordOf(text, ENGLISH)).toBe(meaning);
  });

  it('hears words a shop adds, however they are written, beside its own', () => {
    const own = { stop: ['Baja', 'arrêt'], start: ['alta'], help: ['ayuda'] };
    for (const text of ['BAJA', 'baja.', 'ＢＡＪＡ', 'Arrêt!']) {
      expect(keywordOf(text, { chinese: false, own })).toBe('stop');
      expect(keywordOf(text, ENGLISH)).toBeNull();
    }
    expect(keywordOf('Alta', { chinese: false, own })).toBe('start');
    expect(keywordOf('ayuda?', { chinese: false, own })).toBe('help');
    expect(keywordOf('stop', { chinese: false, own })).toBe('stop');
  });

  it('hears a word whatever case, width, blanks and punctuation it comes with', () => {
    const words = fc.constantFrom('stop', 'unsubscribe', 'optout', '退订', '取消订阅');
    const around = fc.string({
      unit: fc.constantFrom(' ', '.', '!', '。', '\n', '~', '-', '"', '\u200b'),
      maxLength: 6,
    });
    const wide = (text: string) =>
      Array.from(text)
        .map((one) => (/[a-z]/i.test(one) ? String.fromCodePoint((one.codePointAt(0) ?? 0) + 0xfee0) : one))
        .join('');
    fc.assert(
      fc.property(words, around, around, fc.boolean(), fc.boolean(), (word, before, after, upper, full) => {
        const cased = upper ? word.toUpperCase() : word;
        expect(keywordOf(`${before}${full ? wide(cased) : cased}${after}`, ENGLISH)).toBe('stop');
      }),
    );
  });

  it('reads any text in the end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(['stop', 'start', 'help', null]).toContain(keywordOf(text, CHINESE));
      }),
    );
    expect(keywordOf('please do not '.repeat(100_000), ENGLISH)).toBeNull();
  });
});

describe('asksToStopByMail', () => {
  it.each([
    ['unsubscribe', ''],
    ['Unsubscribe', 'Sent from my phone'],
    ['Re: Your kettle', 'UNSUBSCRIBE\n\nThanks'],
    ['Re: 新品', '退订'],
    ['回复：退订', ''],
    ['RE: STOP', 'x'],
    ['Re: News', 'Please stop emailing me.'],
    ['Re: News', '\n\n  take me off your list\nI never asked for this'],
  ])('hears it in %j with %j', (subject, text) => {
    expect(asksToStopByMail(subject, text, ENGLISH)).toBe(true);
  });

  it.each([
    ['Cancel', 'my order of yesterday'],
    ['End', ''],
    ['Re: How to stop a dripping tap', 'Great article!'],
    ['Re: Your kettle', 'It works.\nunsubscribe'],
    ['', ''],
    ['R', 'T'],
  ])('takes %j with %j for a reply', (subject, text) => {
    expect(asksToStopByMail(subject, text, CHINESE)).toBe(false);
  });
});
