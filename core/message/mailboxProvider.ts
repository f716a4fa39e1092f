/** Who runs a mailbox, as far as its domain says: results differ by provider, and one that stops taking mail is seen there first. */

export const MAILBOX_PROVIDERS = [
  'gmail',
  'outlook',
  'yahoo',
  'icloud',
  'qq',
  'netease',
  'other',
  'sms',
] as const;
export type MailboxProvider = (typeof MAILBOX_PROVIDERS)[number];

const BY_DOMAIN: ReadonlyMap<string, MailboxProvider> = new Map([
  ['gmail.com', 'gmail'],
  ['googlemail.com', 'gmail'],
  ['outlook.com', 'outlook'],
  ['hotmail.com', 'outlook'],
  ['live.com', 'outlook'],
  ['msn.com', 'outlook'],
  ['hotmail.co.uk', 'outlook'],
  ['yahoo.com', 'yahoo'],
  ['ymail.com', 'yahoo'],
  ['aol.com', 'yahoo'],
  ['yahoo.co.uk', 'yahoo'],
  ['icloud.com', 'icloud'],
  ['me.com', 'icloud'],
  ['mac.com', 'icloud'],
  ['qq.com', 'qq'],
  ['foxmail.com', 'qq'],
  ['163.com', 'netease'],
  ['126.com', 'netease'],
  ['yeah.net', 'netease'],
]);

/** Of an email address; a domain of one's own is `other`. */
export function mailboxProviderOf(address: string): MailboxProvider {
  return BY_DOMAIN.get(address.slice(address.lastIndexOf('@') + 1).toLowerCase()) ?? 'other';
}
