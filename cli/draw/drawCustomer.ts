/** The whole picture of one person: who, what stage and why, value, consent, journeys, messages, and one timeline. */
import type { CustomerDetail } from '../answers/customer.ts';
import type { DecisionView } from '../answers/decision.ts';
import { feedbackWords } from './feedbackLine.ts';
import { textIn } from '../answers/localised.ts';
import type { Paint } from '../text/colour.ts';
import { count, day, decimal, minute, money, share } from '../text/format.ts';
import { pairs, table } from '../text/table.ts';
import type { Language } from '../words/language.ts';
import { fill, wordFor, wordsIn } from '../words/words.ts';
import { rhythmLines } from './rhythmLines.ts';
import { journeyName, timeline } from './timeline.ts';
import { whereabouts } from './whereabouts.ts';

const MOST_DECISIONS = 10;
const MOST_ENTRIES = 40;
const INDENT = '  ';

function header(customer: CustomerDetail, language: Language, paint: Paint): string[] {
  const words = wordsIn(language);
  const name = customer.name ? `${customer.name} (${customer.id})` : customer.id;
  const chip = customer.stage
    ? paint.chip(customer.stage, wordFor(words, 'stage', customer.stage))
    : words.customers.notEvaluated;
  const since = customer.stageSince
    ? ` ${fill(words.customer.since, { day: day(customer.stageSince) })}`
    : '';
  const evidence = customer.evidenceText ? [textIn(customer.evidenceText, language)] : [];
  return [`${paint.strong(name)}  ${chip}${since}`, ...evidence];
}

function figures(customer: CustomerDetail, language: Language): string[] {
  const words = wordsIn(language);
  const { customers: titles } = words;
  const { currency = null } = customer;
  const number = (value: number | null | undefined, write: (value: number) => string) =>
    typeof value === 'number' ? write(value) : null;
  const orders = number(customer.orders, (value) => count(value, language));
  const contact = [customer.email, customer.phone, customer.locale, customer.zone]
    .filter(Boolean)
    .join(' · ');
  return pairs([
    [titles.grade, customer.grade ?? null],
    [titles.group, customer.rfmGroup ? wordFor(words, 'group', customer.rfmGroup) : null],
    [titles.value, number(customer.valueMinor, (value) => money(value, currency, language))],
    [titles.margin, customer.valueMargin ? textIn(customer.valueMargin.text, language) : null],
    [titles.active, number(customer.pActive, (value) => share(value, language))],
    [titles.alive, number(customer.pAlive, (value) => share(value, language))],
    [titles.expected, number(customer.expectedOrders, (value) => decimal(value, language))],
    [words.customer.spend, number(customer.spendMinor, (value) => money(value, currency, language))],
    [titles.orders, orders],
    [titles.lastOrder, customer.lastOrder ? day(customer.lastOrder) : null],
    [words.customer.knownSince, customer.knownSince ? day(customer.knownSince) : null],
    [words.customer.contact, contact === '' ? null : contact],
  ]);
}

function consents({ consents: list }: CustomerDetail, language: Language): string[] {
  const words = wordsIn(language);
  if (list.length === 0) return [`${INDENT}${words.customer.noConsents}`];
  return pairs(
    list.map(({ channel, topic, state, at, source }) => [
      `${wordFor(words, 'channel', channel)} · ${wordFor(words, 'topic', topic)}`,
      fill(words.customer.consent, { state: wordFor(words, 'consent', state), day: day(at), source }),
    ]),
    INDENT,
  );
}

/** Other ids of this person, how they came together, and who else has an address; nothing where there is only one id. */
function identity(customer: CustomerDetail, language: Language): string[] {
  const words = wordsIn(language);
  const { askedAs, otherIds, merges, sharedAddressWith } = customer;
  const ids = (list: readonly string[]) => list.join(words.list.comma);
  const asked = askedAs ? [fill(words.customer.askedAs, { asked: askedAs, id: customer.id })] : [];
  const others = otherIds.length === 0 ? [] : [fill(words.customer.otherIds, { ids: ids(otherIds) })];
  const shared =
    sharedAddressWith.length === 0
      ? []
      : [fill(words.customer.sharedAddress, { ids: ids(sharedAddressWith) })];
  const merged = merges.map(({ at, id, by, orders, enrolments: journeys, ended, fields }) => {
    const values = { id, by: wordFor(words, 'merge', by), orders, journeys, ended, fields: fields.length };
    return `${minute(at)}  ${fill(words.customer.merge, values)}`;
  });
  return [...asked, ...others, ...merged, ...shared].map((line) => INDENT + line);
}

function enrolments(customer: CustomerDetail, language: Language): string[] {
  if (customer.enrolments.length === 0) return [`${INDENT}${wordsIn(language).customer.noJourneys}`];
  const rows = customer.enrolments.map(
    (one) => [journeyName(one.journeyId, { customer, language }), whereabouts(one, language)] as const,
  );
  return pairs(rows, INDENT);
}

/** Why it was not sent: the reason, and the fact of the gate that stopped it. */
function verdict({ outcome, reason, evidence }: DecisionView, language: Language): string {
  const words = wordsIn(language);
  const stopped = evidence?.gates?.find((gate) => !gate.passed)?.detail;
  const because = [
    reason ? wordFor(words, 'reason', reason) : null,
    stopped ? textIn(stopped, language) : null,
  ];
  const known = because.filter((part) => part !== null);
  return `${wordFor(words, 'outcome', outcome)}${known.length === 0 ? '' : words.list.colon}${known.join(words.list.semicolon)}`;
}

/** By what it goes, where that is no email. */
function channelNote({ channel }: DecisionView, language: Language): string {
  return channel == null || channel === 'email' ? '' : ` · ${wordFor(wordsIn(language), 'channel', channel)}`;
}

function decisions(customer: CustomerDetail, language: Language): string[] {
  const words = wordsIn(language);
  if (customer.decisions.length === 0) return [`${INDENT}${words.customer.noDecisions}`];
  const newest = [...customer.decisions].sort((a, b) => (a.decidedAt > b.decidedAt ? -1 : 1));
  const rows = newest
    .slice(0, MOST_DECISIONS)
    .map((one) => [
      minute(one.decidedAt),
      `${journeyName(one.journeyId, { customer, language })} / ${one.nodeId}${channelNote(one, language)}`,
      verdict(one, language),
      feedbackWords(one.feedback, words),
    ]);
  const earlier = newest.length - rows.length;
  const columns = [{ title: '' }, { title: '' }, { title: '' }, { title: '' }];
  return [
    ...table(columns, rows)
      .slice(1)
      .map((line) => INDENT + line),
    ...(earlier > 0 ? [`${INDENT}${fill(words.customer.earlier, { count: earlier })}`] : []),
  ];
}

function history(customer: CustomerDetail, language: Language): string[] {
  const entries = timeline(customer, language);
  const earlier = entries.length - MOST_ENTRIES;
  return [
    ...entries.slice(0, MOST_ENTRIES).map(({ at, text }) => `${INDENT}${minute(at)}  ${text}`),
    ...(earlier > 0 ? [`${INDENT}${fill(wordsIn(language).customer.earlier, { count: earlier })}`] : []),
  ];
}

export function drawCustomer(customer: CustomerDetail, language: Language, paint: Paint): string[] {
  const { customer: titles } = wordsIn(language);
  const identities = identity(customer, language);
  const section = (title: string, lines: readonly string[]) => ['', paint.strong(title), ...lines];
  return [
    ...header(customer, language, paint),
    '',
    ...figures(customer, language),
    ...section(titles.consents, consents(customer, language)),
    ...(identities.length === 0 ? [] : section(titles.identity, identities)),
    ...section(titles.journeys, enrolments(customer, language)),
    ...section(titles.decisions, decisions(customer, language)),
    ...section(
      titles.rhythm,
      rhythmLines(customer, language).map((line) => INDENT + line),
    ),
    ...section(titles.timeline, history(customer, language)),
  ];
}
