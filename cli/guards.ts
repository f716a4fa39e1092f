/**
 * The guards `guarantees --without` takes out, and what each holds. Which lines they are is kept with the tests that remove
 * them (test/simulation/guards), which are not installed with the command.
 */

export interface NamedGuard {
  readonly name: string;
  readonly what: string;
}

export const NAMED_GUARDS: readonly NamedGuard[] = [
  { name: 'claim-condition', what: 'only a pending decision is claimed' },
  { name: 'claimant-check', what: 'after a lost reply to a claim only its own claimant sends' },
  { name: 'contact-version', what: 'a claim rests on the contact as it was judged' },
  { name: 'claim-timeout', what: 'a claim without an outcome is found after 15 minutes' },
  { name: 'unknown-is-final', what: 'what may have left is never sent again' },
  { name: 'settle-condition', what: 'an outcome is written once' },
  { name: 'single-attempt', what: 'the clients of SES and SMS try once' },
  { name: 'event-dedup', what: 'an event is applied once' },
  { name: 'feedback-dedup', what: "a provider's event is applied once" },
  { name: 'consent-gate', what: 'nothing is sent without consent to its topic' },
  { name: 'quiet-hours', what: 'nobody is written to at night' },
  { name: 'cap-window', what: 'caps count what was sent within their windows' },
  { name: 'budget-slice', what: 'slices are leased only of what the budget has left' },
  { name: 'reputation-guard', what: 'sending pauses before a rate reaches its limit' },
  { name: 'link-signature', what: 'a link opens only with the signature of this shop' },
  { name: 'get-is-safe', what: 'GET and HEAD change nothing' },
  { name: 'ssrf-check', what: 'webhooks reach public addresses only' },
  { name: 'html-escape', what: 'values are escaped in HTML' },
  { name: 'formula-escape', what: 'no cell of a CSV becomes a formula' },
  { name: 'erasure-hash', what: 'the address of somebody erased stays barred' },
  { name: 'bad-record-isolation', what: 'a record that fails is pushed back alone' },
  { name: 'commit-version', what: 'a step is committed on the passage it was decided from' },
  { name: 'points-version', what: 'two who change one account of points at once do not both win' },
  { name: 'role-check', what: 'a role does only what it covers' },
];
