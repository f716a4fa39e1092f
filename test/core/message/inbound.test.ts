import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answeredIds, automaticOf, ownWords, withinBytes } from '../../../core/message/inbound.ts';

describe('ownWords', () => {
  it.each([
    [
      'Gmail',
      'Thanks!\n\nOn Tue, 10 Mar 2026 at 11:00, Shop <hello@shop.example> wrote:\n> Hello Maya,\n> text',
    ],
    [
      'Gmail, its line broken',
      'Thanks!\n\nOn Tuesday, 10 March 2026 at 11:00, The Very Long Shop Name\n<hello@shop.example> wrote:\n> Hello',
    ],
    [
      'Outlook',
      'Thanks!\n\n________________________________\nFrom: Shop <hello@shop.example>\nSent: Tuesday\nTo: Maya\nSubject: Hello\n\nHello Maya',
    ],
    [
      'Outlook without the rule',
      'Thanks!\n\nFrom: Shop <hello@shop.example>\nSent: Tuesday, 10 March\nTo: Maya\n\nHello',
    ],
    ['Outlook, old', 'Thanks!\r\n\r\n-----Original Message-----\r\nFrom: Shop'],
    ['Apple in German', 'Thanks!\n\nAm 10.03.2026 um 12:00 schrieb Shop <hello@shop.example>:\n\nHallo'],
    ['French', 'Thanks!\n\nLe mar. 10 mars 2026 à 12:00, Shop <hello@shop.example> a écrit :\n> Bonjour'],
    ['QQ', 'Thanks!\n\n------------------ 原始邮件 ------------------\n发件人: "Shop"'],
    ['NetEase', 'Thanks!\n\n在 2026-03-10 19:00:00，"Shop" <hello@shop.example> 写道：\n您好'],
    ['a phone', 'Thanks!\n\nSent from my iPhone\n\n> On 10 Mar'],
    ['a phone in Chinese', 'Thanks!\n\n发自我的iPhone'],
    ['a signature', 'Thanks!\n\n-- \nMaya Lin\n+1 415 555 0100'],
    ['answers below quotes', '> Hello Maya,\n> how is it?\nThanks!'],
  ])('leaves out what %s quotes', (_, text) => {
    expect(ownWords(text)).toBe('Thanks!');
  });

  it.each([
    ['On Tuesday I wrote to you already.'],
    ['From: my garden, with love'],
    ['It broke -- twice.\n\nCan you send another?'],
    ['我在周二写道'],
    ['1\n2\n3'],
  ])('leaves %j as it is', (text) => {
    expect(ownWords(text)).toBe(text);
  });

  it('comes to an end with any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        expect(ownWords(text).length).toBeLessThanOrEqual(text.length);
      }),
    );
    expect(ownWords(`On ${'a '.repeat(200_000)}`).length).toBeGreaterThan(0);
    expect(ownWords('> x\n'.repeat(100_000))).toBe('');
  });
});

describe('withinBytes', () => {
  it('never takes more, and never half a sign', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 80 }), (whole, bytes) => {
        const cut = withinBytes(whole, bytes);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(bytes);
        expect(whole.startsWith(cut)).toBe(true);
        expect(cut.isWellFormed()).toBe(true);
        const next = Array.from(whole.slice(cut.length))[0];
        if (next !== undefined) expect(Buffer.byteLength(cut + next)).toBeGreaterThan(bytes);
      }),
    );
  });
});

describe('automaticOf', () => {
  const of = (
    fields: Record<string, string>,
    more: { from?: string; subject?: string; returnPath?: string } = {},
  ) =>
    automaticOf(
      new Map(Object.entries(fields)),
      more.from ?? 'maya@example.org',
      more.subject ?? 'Re: Your kettle',
      more.returnPath ?? 'maya@example.org',
    );

  it.each([
    ['auto-reply', { 'auto-submitted': 'auto-replied' }, {}],
    ['auto-reply', { 'auto-submitted': 'Auto-Generated; x=y' }, {}],
    ['auto-reply', { 'x-autoreply': 'yes' }, {}],
    ['auto-reply', { 'x-autorespond': 'Away' }, {}],
    ['auto-reply', { precedence: 'auto_reply' }, {}],
    ['auto-reply', {}, { subject: 'Automatic reply: Your kettle' }],
    ['auto-reply', {}, { subject: 'Out of Office: back on Monday' }],
    ['auto-reply', {}, { subject: '自动回复: 您好' }],
    ['auto-reply', {}, { subject: 'Re: Abwesenheitsnotiz' }],
    ['bounce', {}, { from: 'MAILER-DAEMON@mail.example' }],
    ['bounce', {}, { returnPath: '' }],
    ['bounce', { 'content-type': 'multipart/report; report-type=delivery-status' }, {}],
    ['bounce', {}, { subject: 'Undelivered Mail Returned to Sender' }],
    ['bounce', {}, { subject: '系统退信/Systems bounce' }],
    ['mailing-list', { 'list-id': '<friends.example>' }, {}],
    ['mailing-list', { precedence: 'bulk' }, {}],
  ])('finds a %s by %j %j', (what, fields, more) => {
    expect(of(fields, more)).toBe(what);
  });

  it.each([
    [{}, {}],
    [{ 'auto-submitted': 'no' }, {}],
    [{ 'x-auto-response-suppress': 'All' }, {}],
    [{}, { subject: 'Re: Out of tea again' }],
    [{}, { subject: 'Automatic kettle' }],
  ])('takes %j %j for a person', (fields, more) => {
    expect(of(fields, more)).toBeNull();
  });
});

describe('answeredIds', () => {
  it('names what is answered, the nearest first and each once', () => {
    const headers = new Map([
      ['in-reply-to', ' <c@x> '],
      ['references', '<a@x>\r\n <b@x> <c@x>'],
    ]);
    expect(answeredIds(headers)).toEqual(['c@x', 'b@x', 'a@x']);
    expect(answeredIds(new Map([['in-reply-to', 'your letter of Tuesday']]))).toEqual([]);
  });
});
