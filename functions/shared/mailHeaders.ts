/**
 * Header lines of a mail (RFC 5322, RFC 2047). Whatever the value, a header is one header: line breaks and other controls
 * become a blank, characters outside ASCII become encoded words, lines are folded at 76 characters where they have a
 * blank to fold at.
 */
import { domainToASCII } from 'node:url';
import { type Instant, isoInstant } from '../../core/time.ts';

const LONGEST_LINE = 76;
/** Beyond this a word without blanks is written as encoded words: a line may hold 998 characters. */
const LONGEST_PLAIN_WORD = 200;

/** Controls and the separators some readers break lines at. */
const CONTROLS = /[\p{Cc}\u2028\u2029]+/gu;

function oneLine(text: string): string {
  return text.toWellFormed().replace(CONTROLS, ' ').trim();
}

const PRINTABLE = /^[\x20-\x7e]*$/;

/** Whether a text can stand in a header as it is; what looks like an encoded word cannot, or it would be decoded. */
function isPlain(text: string): boolean {
  return (
    PRINTABLE.test(text) &&
    !text.includes('=?') &&
    (text.length <= LONGEST_PLAIN_WORD || !new RegExp(`\\S{${LONGEST_PLAIN_WORD}}`).test(text))
  );
}

/** Breaks before single blanks, so that unfolding gives the same text. */
function folded(name: string, text: string): string {
  if (name.length + 2 + text.length <= LONGEST_LINE) return `${name}: ${text}\r\n`;
  let line = `${name}:`;
  let lines = '';
  for (const word of text.split(/(?<=\S) (?=\S)/)) {
    if (line.length + 1 + word.length > LONGEST_LINE && line.trim() !== '' && !line.endsWith(':')) {
      lines += `${line}\r\n`;
      line = '';
    }
    line += ` ${word}`;
  }
  return `${lines}${line}\r\n`;
}

const WORD_START = '=?UTF-8?B?';
const WORD_END = '?=';
const LONGEST_WORD = 75;

/** UTF-8 bytes an encoded word of so many characters holds. */
function bytesIn(columns: number): number {
  return Math.floor((columns - WORD_START.length - WORD_END.length) / 4) * 3;
}

/** A text as encoded words of whole characters, the first after `taken` columns of its line. */
function encodedWords(text: string, taken: number): string {
  const words: string[] = [];
  let chunk = '';
  let bytes = 0;
  let most = bytesIn(LONGEST_LINE - taken);
  const end = () => {
    words.push(`${WORD_START}${Buffer.from(chunk).toString('base64')}${WORD_END}`);
    chunk = '';
    bytes = 0;
    most = bytesIn(LONGEST_WORD);
  };
  for (const character of text) {
    const length = Buffer.byteLength(character);
    if (bytes + length > most) end();
    chunk += character;
    bytes += length;
  }
  end();
  return words.join('\r\n ');
}

/** A header of free text, for example a subject. */
export function textHeader(name: string, value: string): string {
  const text = oneLine(value);
  return isPlain(text) ? folded(name, text) : `${name}: ${encodedWords(text, name.length + ': '.length)}\r\n`;
}

/** A header of several values after each other, each on a line of its own; a value with a blank in it is left out. */
export function listHeader(name: string, values: readonly string[], separator = ','): string {
  const fit = values.filter((value) => /^[\x21-\x7e]{1,900}$/.test(value));
  return fit.length === 0 ? '' : `${name}: ${fit.join(`${separator}\r\n `)}\r\n`;
}

/** A dot-atom before the @: what servers take. Those with two dots in a row exist. */
const LOCAL_PART = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}$/;
const HOST = /^(?=.{1,253}$)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/i;
const LONGEST_ADDRESS = 254;

/** An address as it can stand in a header and an envelope, its domain in ASCII; null for what no mail can be sent to. */
export function mailAddress(address: string): string | null {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  if (at < 1 || !LOCAL_PART.test(local)) return null;
  const host = PRINTABLE.test(domain) ? domain : domainToASCII(domain);
  if (!HOST.test(host)) return null;
  const whole = `${local}@${host}`;
  return whole.length <= LONGEST_ADDRESS ? whole : null;
}

/** A header of one mailbox. The address is one that `mailAddress` gave. */
export function mailboxHeader(header: string, displayName: string, address: string): string {
  const text = oneLine(displayName);
  if (text === '') return `${header}: <${address}>\r\n`;
  const isShort = header.length + text.length + ': "" '.length <= LONGEST_LINE;
  const name =
    isShort && isPlain(text)
      ? `"${text.replace(/["\\]/g, '\\$&')}"`
      : encodedWords(text, header.length + ': '.length);
  return `${header}: ${name}\r\n <${address}>\r\n`;
}

const DAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY_MS = 86_400_000;

/** `Thu, 15 Jan 2026 12:00:00 +0000`. */
export function mailDate(at: Instant): string {
  const iso = isoInstant(at);
  const weekday = DAYS[((Math.floor(at / DAY_MS) % 7) + 7) % 7];
  const month = MONTHS[Number(iso.slice(5, 7)) - 1];
  return `${weekday}, ${iso.slice(8, 10)} ${month} ${iso.slice(0, 4)} ${iso.slice(11, 19)} +0000`;
}
