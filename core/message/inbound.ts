/**
 * What comes back from people by SMS and email, as it is read: who wrote, which message it answers, and their own words
 * without what they quote. Machines answer too: what an absence notice, a mailing list or a mail server sends is no reply.
 */
import type { Instant } from '../time.ts';
import type { ConsentChannel } from './messageClass.ts';

export interface InboundMessage {
  readonly channel: ConsentChannel;
  /** The same at every delivery of the message. */
  readonly id: string;
  /** An email address, or a number in E.164; anything else where the sender has neither, such as a short code. */
  readonly from: string;
  readonly at: Instant;
  /** Empty for an SMS. */
  readonly subject: string;
  /** As it was written, quotes and all. */
  readonly text: string;
  /** Ids of messages it answers, the nearest first. */
  readonly answers: readonly string[];
  readonly automatic: Automatic | null;
}

/** Why a message was written by no person. */
export type Automatic = 'auto-reply' | 'bounce' | 'mailing-list' | 'spam' | 'virus';

/** S11: of a reply's words this much is kept. */
export const LONGEST_REPLY_BYTES = 2_048;

/** The beginning of a text that takes at most `bytes` in UTF-8, never half a sign. */
export function withinBytes(text: string, bytes: number): string {
  let used = 0;
  let end = 0;
  for (const sign of text) {
    const point = sign.codePointAt(0) ?? 0;
    used += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (used > bytes) break;
    end += sign.length;
  }
  return text.slice(0, end);
}

/** From a line of these on nothing is the writer's own. */
const QUOTE_BEGINS: readonly RegExp[] = [
  /^On .{4,200}(?:wrote|writes)\s*:\s*$/i,
  /^(?:Am|Le|El|Il|Op|Em|Den|W dniu) .{4,200}(?:schrieb|écrit|escribió|scritto|schreef|escreveu|skrev|napisał).{0,80}:\s*$/i,
  /^(?:在|于)?.{4,200}(?:写道|寫道|wrote)\s*[:：]\s*$/,
  /^-{2,}\s*(?:Original Message|Forwarded message|Ursprüngliche Nachricht|Message d'origine|原始邮件|原始郵件|转发邮件|Reply message)\s*-{2,}/i,
  /^(?:发件人|寄件者|From|Von|De)\s*[:：].{3,300}$/i,
  /^_{20,}\s*$/,
  /^--$/,
  /^(?:Sent from my |Get Outlook for |发自我的|来自我的).{0,80}$/i,
];
/** A quoting line that the sender's program broke in two. */
const BROKEN_QUOTE = /^(?:On|Am|Le|El|在|于) .{4,200}$/i;
const QUOTE_ENDS = /(?:wrote|writes|schrieb|écrit|写道|寫道).{0,40}[:：]\s*$/i;
/** Beginnings that could also be the writer's own count only where more of a header follows. */
const HEADER_LINE =
  /^(?:Sent|To|Date|Subject|发送时间|收件人|主题|日期|Gesendet|An|Betreff|Envoyé|À|Objet)\s*[:：]/i;
const FROM_LINE = /^(?:发件人|寄件者|From|Von|De)\s*[:：]/i;

const MOST_LINES = 400;
/** No line that announces a quote is longer. */
const LONGEST_ANNOUNCEMENT = 400;

function isHeaderLine(line = ''): boolean {
  return line.length <= LONGEST_ANNOUNCEMENT && HEADER_LINE.test(line.trim());
}

function beginsQuote(lines: readonly string[], place: number): boolean {
  const line = (lines[place] ?? '').trim();
  if (line.length > LONGEST_ANNOUNCEMENT) return false;
  if (FROM_LINE.test(line)) return isHeaderLine(lines[place + 1]) || isHeaderLine(lines[place + 2]);
  if (QUOTE_BEGINS.some((begins) => begins.test(line))) return true;
  return BROKEN_QUOTE.test(line) && QUOTE_ENDS.test((lines[place + 1] ?? '').slice(0, LONGEST_ANNOUNCEMENT));
}

/** What the writer says themself: without what they quote, and without the foot their program adds. */
export function ownWords(text: string): string {
  const lines = text.replaceAll(/\r\n?/g, '\n').split('\n', MOST_LINES);
  const own: string[] = [];
  for (let place = 0; place < lines.length; place += 1) {
    if (beginsQuote(lines, place)) break;
    const line = lines[place] ?? '';
    if (!/^\s*[>|]/.test(line)) own.push(line.trimEnd());
  }
  return own
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** Header fields by lower-case name; of one that repeats the first. */
export type MailHeaders = ReadonlyMap<string, string>;

const BOUNCE_SENDER = /^(?:mailer-daemon|postmaster|mail-daemon|double-bounce)@/i;
const ABSENT =
  /^(?:(?:re|aw|回复)\s*[:：]\s*)?(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response|antwort)|autoreply|out of (?:the )?office|away from (?:the )?office|abwesen|abwesenheitsnotiz|réponse automatique|respuesta automática|risposta automatica|自动回复|自動回覆|自动答复|\[auto\])/i;
const UNDELIVERED =
  /^(?:undeliver(?:able|ed)|delivery (?:status notification|has failed|failure)|mail delivery (?:failed|subsystem)|returned mail|failure notice|退信|系统退信|邮件投递失败)/i;

/**
 * Whether a mail was written by a machine, by its headers (RFC 3834 and what programs add beside it), its sender and its
 * subject; null for one that a person may have written. `returnPath` is the envelope sender: empty of a bounce.
 */
export function automaticOf(
  headers: MailHeaders,
  from: string,
  subject: string,
  returnPath: string | null,
): Automatic | null {
  const of = (name: string) => headers.get(name)?.toLowerCase().trim() ?? '';
  const kind = of('content-type');
  const isReport = kind.startsWith('multipart/report') || kind.startsWith('message/delivery-status');
  if (returnPath === '' || BOUNCE_SENDER.test(from) || isReport || UNDELIVERED.test(subject)) return 'bounce';
  const submitted = of('auto-submitted');
  const isMarked = submitted !== '' && submitted !== 'no' && !submitted.startsWith('no;');
  if (isMarked || headers.has('x-autoreply') || headers.has('x-autorespond') || headers.has('x-autoresponse'))
    return 'auto-reply';
  const precedence = of('precedence');
  if (precedence === 'auto_reply' || ABSENT.test(subject)) return 'auto-reply';
  if (headers.has('list-id') || precedence === 'list' || precedence === 'bulk' || precedence === 'junk')
    return 'mailing-list';
  return null;
}

/** Ids within `<…>` of In-Reply-To and References, the nearest first: In-Reply-To, then References from its end. */
export function answeredIds(headers: MailHeaders): string[] {
  const idsIn = (name: string) =>
    [...(headers.get(name) ?? '').slice(0, 16_384).matchAll(/<([^<>\s]{1,998})>/g)].map(([, id = '']) => id);
  return [...new Set([...idsIn('in-reply-to'), ...idsIn('references').reverse()])].slice(0, 20);
}
