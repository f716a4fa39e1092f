import MailComposer from 'nodemailer/lib/mail-composer';
import fc from 'fast-check';
import PostalMime, { type Email } from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { composeMail, type MailFrame } from '../../../functions/shared/composeMail.ts';

const AT = Date.UTC(2026, 0, 15, 12, 3, 4);

function aFrame(over: Partial<MailFrame> = {}): MailFrame {
  return {
    from: { name: 'Kettle & Leaf', address: 'hello@kl.example' },
    to: 'maya@customer.example',
    replyTo: 'care@kl.example',
    id: 'welcome/maya/send/1',
    at: AT,
    locale: 'en',
    unsubscribe: { https: 'https://kl.example/p/unsubscribe/abc', mailto: 'leave@kl.example?subject=abc' },
    feedbackId: ['welcome', 'send', 'promotional', 'kl.example'],
    ...over,
  };
}

interface Words {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
const HELLO: Words = { subject: 'Hello', text: 'Hello\n', html: '<p>Hello</p>\n' };

function rawOf(frame: MailFrame, words: Words): Buffer {
  const made = composeMail(frame, words);
  if (made.kind === 'unfit') throw new Error(made.reason);
  return Buffer.from(made.content.raw);
}

const parsed = (raw: Buffer): Promise<Email> => new PostalMime().parse(raw);

/** As any mail transport reads it: line breaks are line breaks, half a surrogate pair is U+FFFD. */
const asRead = (text: string) => text.toWellFormed().replace(/\r\n?/g, '\n');
/** Readers differ about the line breaks a body ends with: one of them belongs to the boundary. */
const asBody = (text: string | undefined) => asRead(text ?? '').replace(/\n+$/, '');
const asHeader = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();

function headerOf(mail: Email, name: string): string | undefined {
  return mail.headers.find(({ key }) => key === name)?.value;
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.string({ maxLength: 1_200 }),
  fc
    .array(
      fc.constantFrom(
        '.',
        '..',
        'From ',
        'From: a@b.example',
        '--',
        '--=_perennial',
        '--=_perennial--',
        ' ',
        '\t',
      ),
      { maxLength: 40 },
    )
    .map((lines) => lines.join('\n')),
  fc
    .array(fc.constantFrom('é', '茶', '👩‍👩‍👧', '=', '=3D', 'x'.repeat(300), ' \r\n', '\r', '\n'))
    .map((all) => all.join('')),
);

const injection = fc
  .tuple(
    fc.string({ maxLength: 20 }),
    fc.constantFrom('\r\n', '\n', '\r', '\u2028', '\u0085', '\r\n\r\n', '\0'),
    fc.constantFrom('Bcc: all@x.example', 'Subject: other', '--=_perennial', '<script>'),
  )
  .map((parts) => parts.join(''));

const HEADERS = [
  'from',
  'to',
  'reply-to',
  'subject',
  'message-id',
  'date',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'feedback-id',
  'content-language',
  'auto-submitted',
  'mime-version',
  'content-type',
];

describe('a mail as it travels', () => {
  it('carries what mailbox providers ask of bulk mail', async () => {
    const mail = await parsed(rawOf(aFrame(), HELLO));
    expect(mail.headers.map(({ key }) => key)).toEqual(HEADERS);
    expect(mail.from).toEqual({ name: 'Kettle & Leaf', address: 'hello@kl.example' });
    expect(mail.to).toEqual([{ name: '', address: 'maya@customer.example' }]);
    expect(headerOf(mail, 'date')).toBe('Thu, 15 Jan 2026 12:03:04 +0000');
    expect(headerOf(mail, 'list-unsubscribe')).toBe(
      '<https://kl.example/p/unsubscribe/abc>, <mailto:leave@kl.example?subject=abc>',
    );
    expect(headerOf(mail, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(headerOf(mail, 'feedback-id')).toBe('welcome:send:promotional:kl.example');
    expect(headerOf(mail, 'message-id')).toMatch(/^<[\da-f]{32}@kl\.example>$/);
  });

  it('has no way out where there is nothing to leave, and one click only over https', async () => {
    const none = await parsed(rawOf(aFrame({ unsubscribe: null }), HELLO));
    expect(headerOf(none, 'list-unsubscribe')).toBeUndefined();
    expect(headerOf(none, 'list-unsubscribe-post')).toBeUndefined();
    for (const https of [null, 'http://127.0.0.1:4100/p/unsubscribe/x']) {
      const mail = await parsed(rawOf(aFrame({ unsubscribe: { https, mailto: 'leave@kl.example' } }), HELLO));
      expect(headerOf(mail, 'list-unsubscribe')).toContain('<mailto:leave@kl.example>');
      expect(headerOf(mail, 'list-unsubscribe-post')).toBeUndefined();
    }
  });

  it('has the same name when it is made again, and another for another decision', async () => {
    const nameOf = async (id: string) => (await parsed(rawOf(aFrame({ id }), HELLO))).messageId;
    expect(await nameOf('a')).toBe(await nameOf('a'));
    expect(await nameOf('a')).not.toBe(await nameOf('b'));
  });

  it('reads back as it was written: subject, text, HTML and names of any Unicode', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyText, anyText, anyText, async (subject, text, html, name) => {
        const raw = rawOf(aFrame({ from: { name, address: 'hello@kl.example' } }), { subject, text, html });
        const mail = await parsed(raw);
        expect(mail.subject ?? '').toBe(asHeader(subject));
        expect(mail.from?.name ?? '').toBe(asHeader(name));
        expect(asBody(mail.text)).toBe(asBody(text));
        expect(asBody(mail.html)).toBe(asBody(html));
        expect(mail.attachments).toEqual([]);
        expect(mail.headers.map(({ key }) => key)).toEqual(HEADERS);
      }),
      { numRuns: 300 },
    );
  });

  it('is ASCII in lines of at most 998 characters that end with CRLF, none a lone dot', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (subject, text, html) => {
        const raw = rawOf(aFrame(), { subject, text, html }).toString('latin1');
        expect(raw).toMatch(/^[\t\r\n\x20-\x7e]*$/);
        expect(raw.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/);
        for (const line of raw.split('\r\n')) {
          expect(line.length).toBeLessThanOrEqual(998);
          expect(line).not.toMatch(/^\./);
          expect(line).not.toMatch(/^From /);
        }
        const bodies = raw.slice(raw.indexOf('\r\n\r\n'));
        for (const line of bodies.split('\r\n')) expect(line.length).toBeLessThanOrEqual(76);
      }),
    );
  });

  it('gains no header and no part from what stands in a value', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(injection, { minLength: 8, maxLength: 8 }), async (texts) => {
        const [subject, name, id, locale, campaign, https, mailto, text] = texts as [
          string,
          string,
          string,
          string,
          string,
          string,
          string,
          string,
        ];
        const raw = rawOf(
          aFrame({
            from: { name, address: 'hello@kl.example' },
            id,
            locale,
            feedbackId: [campaign, campaign],
            unsubscribe: { https: `https://kl.example/${https}`, mailto: `leave@kl.example?${mailto}` },
          }),
          { subject, text, html: text },
        );
        const mail = await parsed(raw);
        for (const { key } of mail.headers) expect(HEADERS).toContain(key);
        expect(mail.bcc ?? []).toEqual([]);
        expect(mail.attachments).toEqual([]);
        expect(asBody(mail.html)).toBe(asBody(text));
      }),
    );
  });

  it.each([
    'maya',
    '@customer.example',
    'maya@',
    'maya@customer example',
    'maya@customer.example\r\nBcc: all@x.example',
    'ma ya@customer.example',
    '<maya@customer.example>',
    'maya,all@customer.example',
    '马娅@customer.example',
    'maya@-customer.example',
    `${'x'.repeat(65)}@customer.example`,
    `maya@${'x.'.repeat(130)}example`,
  ])('is not made for %j, nor from it, nor answered to it', async (address) => {
    expect(composeMail(aFrame({ to: address }), HELLO).kind).toBe('unfit');
    expect(composeMail(aFrame({ from: { name: 'x', address } }), HELLO).kind).toBe('unfit');
    const mail = await parsed(rawOf(aFrame({ replyTo: address }), HELLO));
    expect(mail.replyTo).toBeUndefined();
  });

  it('reaches a domain of any script under its ASCII name', () => {
    const made = composeMail(aFrame({ to: 'maya@münchen.example' }), HELLO);
    expect(made).toMatchObject({ content: { to: 'maya@xn--mnchen-3ya.example' } });
  });
});

describe('a mail beside the one a library makes', () => {
  const words = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
    .map((text) => text.replace(/\p{Cc}/gu, ' ').trim() || 'x');

  it('says the same to the same reader', async () => {
    await fc.assert(
      fc.asyncProperty(words, words, words, async (subject, text, html) => {
        const library = await new MailComposer({
          from: { name: 'Kettle & Leaf', address: 'hello@kl.example' },
          to: 'maya@customer.example',
          subject,
          text,
          html,
        })
          .compile()
          .build();
        const [ours, theirs] = await Promise.all([
          parsed(rawOf(aFrame(), { subject, text, html })),
          parsed(library),
        ]);
        expect(ours.subject).toBe(theirs.subject);
        expect(ours.from).toEqual(theirs.from);
        expect(asBody(ours.text)).toBe(asBody(theirs.text));
        expect(asBody(ours.html)).toBe(asBody(theirs.html));
      }),
    );
  });
});
