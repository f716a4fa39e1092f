/**
 * What a reply asks of the system itself: to stop, to start again, to help. A reply that is one of the words, whatever its
 * case, width, punctuation or blanks, asks for it; so do a few plain phrases, since any reasonable way of revoking consent
 * counts (47 CFR 64.1200(a)(10); CTIA's list of words; in China 退订, T, TD, R). A sentence that merely holds such a word does not. Where
 * it could be either, a wish to stop is heard: who is left alone by mistake says so, who is not complains.
 */

export const KEYWORD_MEANINGS = ['stop', 'start', 'help'] as const;
export type KeywordMeaning = (typeof KEYWORD_MEANINGS)[number];

/** Words of the shop's own, in any language, beside those known here. */
export type OwnKeywords = Readonly<Record<KeywordMeaning, readonly string[]>>;

export interface KeywordReading {
  /** A number of mainland China, or a person who reads Chinese: only there are `R`, `T` and `TD` words. */
  readonly chinese: boolean;
  readonly own?: OwnKeywords;
}

const WORDS: Readonly<Record<KeywordMeaning, readonly string[]>> = {
  stop: [
    ...['stop', 'stopall', 'unsubscribe', 'unsub', 'cancel', 'end', 'quit', 'optout', 'revoke', 'remove'],
    ...[
      '退订',
      '退订短信',
      '取消订阅',
      '取消',
      '停止',
      '停止发送',
      '拒收',
      '拒绝接收',
      '退',
      '不再接收',
      '别发了',
      '别再发了',
    ],
    ...[
      'td退订',
      't退订',
      'r退订',
      '回t退订',
      '回td退订',
      '回复t退订',
      '回复td退订',
      '回复r退订',
      '退订td',
      '退订t',
      '退订回t',
    ],
    ...['退訂', '取消訂閱', '拒絕接收'],
  ],
  start: ['start', 'unstop', 'yes', 'resume', 'resubscribe', '恢复', '恢复订阅', '重新订阅', '恢復訂閱'],
  help: ['help', 'info', '帮助', '幫助', '帮忙'],
};

const CHINESE_STOP: readonly string[] = [
  'r',
  't',
  'td',
  '回t',
  '回td',
  '回r',
  '回复t',
  '回复td',
  '回复r',
  'n退订',
];

/** Beside a word of stopping they say nothing else. */
const POLITE = new Set(
  'please pls plz thanks thank you ok okay now immediately all it this them that me us texts text texting messages message messaging sms emails email emailing mails mail mailing sending send contacting calling calls writing from to your the list spam spamming everything already and'.split(
    ' ',
  ),
);

/** The words that may stand first in an answer that asks to stop; `cancel`, `end` and `quit` begin too many other sentences. */
const FIRST_WORDS = new Set(['stop', 'stopall', 'unsubscribe', 'unsub', 'optout']);
/** `Stop by tomorrow`, `stop at the door`: somebody is coming. */
const COMING = new Set(['by', 'at', 'in', 'over', 'off', 'worrying']);
const MOST_WORDS_AFTER_FIRST = 4;

const PHRASES: readonly RegExp[] = [
  /\b(?:please|pls|plz) (?:unsubscribe|unsub|remove me|opt me out|quit texting)\b/,
  /\b(?:please|pls|plz) stop(?=$| i | it\b| this\b| these\b| now\b| the (?:text|message|email|mail|sms|spam))/,
  /\bstop (?:text|texting|messag(?:e|es|ing)|email(?:ing|s)?|mail(?:ing|s)?|send(?:ing)?|contact(?:ing)?|call(?:ing)?|spamm?(?:ing)?|writing|bothering|all (?:texts|messages|emails))\b/,
  /\b(?:unsubscribe|unsub|opt) me\b/,
  /\b(?:want|wish|like|need|how (?:do|can) i|how to|let me|can i|may i) (?:to )?(?:unsubscribe|be removed|be taken off)\b/,
  /\b(?:take|remove|delete) (?:me|my (?:number|name|email|address)) (?:off|from)\b/,
  /\bremove my (?:number|email|address)\b/,
  /\b(?:do not|dont|don t|never) (?:text|message|email|contact|send me|write to|mail|call) ?(?:me|us|any ?more|any|again|this number)\b/,
  /\bno more (?:texts?|messages?|emails?|mails?|sms|spam)\b/,
  /\bleave me alone\b/,
  /^(?:sorry |hi |hello |no )*(?:you have (?:got )?the |this is the |its the )?wrong (?:number|person)\b/,
  /\bopt(?:ing)? out\b(?! of (?:the|my|a|gift)\b)/,
  /(?:不要|别|勿|请勿|请不要|不想|不用)再?(?:给我|向我)?再?(?:发|发送|推送|收到)(?:短信|信息|消息|邮件|广告|了|$)/,
  /(?:我要|我想|请|帮我|麻烦|给我|请帮我|怎么|如何)(?:把我)?(?:退订|取消订阅|退訂|取消訂閱)/,
  /(?:停止|取消)(?:给我)?(?:发送|推送|短信|订阅)/,
];

/** What turns a phrase round: `don't stop sending me these`. */
const TURNED =
  /\b(?:dont|don t|do not|never|didnt|didn t|did not|not) (?:\w+ ){0,3}?(?:stop|unsubscribe|unsub|opt|remove|take|delete)\b|不要(?:取消|停止)|别(?:取消|停止)|(?:没有?|不想|不要)退订/;

/** Longer than this nobody writes a word of command; what is longer is a letter. */
const LONGEST_PHRASE = 160;
const LONGEST_READ = 2_000;

/** Full width to half, case and zero-width signs aside; blanks to one. */
function plain(text: string): string {
  return text
    .slice(0, LONGEST_READ)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\p{Cf}\p{Cc}\p{M}]+/gu, (signs) => (/[\n\t\r]/.test(signs) ? ' ' : ''))
    .replaceAll(/[’‘`´']/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Letters and digits alone: `opt-out`, `S.T.O.P.` and `stop all` are written together. */
function together(text: string): string {
  return plain(text).replaceAll(' ', '');
}

function ownWords({ own }: KeywordReading, meaning: KeywordMeaning): readonly string[] {
  return own === undefined ? [] : own[meaning].map(together).filter((word) => word !== '');
}

function isWord(meaning: KeywordMeaning, whole: string, reading: KeywordReading): boolean {
  if (WORDS[meaning].includes(whole)) return true;
  if (meaning === 'stop' && reading.chinese && CHINESE_STOP.includes(whole)) return true;
  return ownWords(reading, meaning).includes(whole);
}

/** A word of stopping with nothing but courtesy around it. */
function isPoliteStop(words: readonly string[], reading: KeywordReading): boolean {
  const said = words.filter((word) => !POLITE.has(word));
  return said.length > 0 && said.length < words.length && isWord('stop', said.join(''), reading);
}

function beginsWithStop([first = '', second = '', ...rest]: readonly string[]): boolean {
  const isFirst = FIRST_WORDS.has(first) || (first === 'opt' && second === 'out');
  return isFirst && !COMING.has(second) && rest.length < MOST_WORDS_AFTER_FIRST;
}

function isPhrase(text: string): boolean {
  return text.length <= LONGEST_PHRASE && !TURNED.test(text) && PHRASES.some((phrase) => phrase.test(text));
}

/**
 * What a whole reply asks for; null for an ordinary one. The text is what the person wrote themself, without what they
 * quote. Linear in its length, of which the first 2,000 characters are read.
 */
export function keywordOf(text: string, reading: KeywordReading): KeywordMeaning | null {
  const spaced = plain(text);
  const whole = spaced.replaceAll(' ', '');
  const exact = KEYWORD_MEANINGS.find((meaning) => isWord(meaning, whole, reading));
  if (exact !== undefined) return exact;
  const words = spaced.split(' ');
  if (isPoliteStop(words, reading) || beginsWithStop(words) || isPhrase(spaced)) return 'stop';
  return null;
}

/** Whether a mail asks to be left alone: by its subject as a whole, or by its first line. */
export function asksToStopByMail(subject: string, text: string, reading: KeywordReading): boolean {
  const bare = subject.replace(/^(?:\s*(?:re|aw|sv|fwd?|回复|答复|转发)\s*[:：])+/iu, '');
  const line = text.split('\n').find((one) => one.trim() !== '') ?? '';
  return isMailWord(bare, reading) || isMailWord(line, reading);
}

/** `end`, `cancel` or `remove` alone is the subject of many a mail about an order: by mail the words that mean nothing else count. */
const AMBIGUOUS_BY_MAIL = new Set([
  'cancel',
  'end',
  'quit',
  'remove',
  'revoke',
  '取消',
  '停止',
  '退',
  'r',
  't',
  'td',
]);

function isMailWord(text: string, reading: KeywordReading): boolean {
  return !AMBIGUOUS_BY_MAIL.has(together(text)) && keywordOf(text, reading) === 'stop';
}
