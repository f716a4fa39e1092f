/**
 * The guards: the lines of the product that keep a promise. Each can be taken out of a child process as it loads, so that a row
 * which cannot fail is found. The product knows nothing of it. A `find` occurs exactly once in its file; where the code
 * moves, a test names the guard to look after.
 */

export interface Patch {
  /** From the root of the project. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export interface Guard {
  readonly name: string;
  readonly what: string;
  readonly patches: readonly Patch[];
  /** The rows that rest on it: without it exactly these fail. */
  readonly rows: readonly string[];
}

export const GUARDS: readonly Guard[] = [
  {
    name: 'claim-condition',
    what: 'only a pending decision is claimed',
    patches: [
      {
        file: 'adapters/memory/sendPort.ts',
        find: "if (slot?.decision.outcome !== 'pending') return 'lost';",
        replace: "if (slot === undefined) return 'lost';",
      },
      {
        file: 'adapters/sqlite/sendPort.ts',
        find: "if (decision?.outcome !== 'pending') return 'lost';",
        replace: "if (decision === null) return 'lost';",
      },
    ],
    rows: ['R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7'],
  },
  {
    name: 'claimant-check',
    what: 'after a lost reply to a claim only its own claimant sends',
    patches: [
      {
        file: 'core/message/claimAndSend.ts',
        find: "if (decision?.outcome === 'claimed' && decision.claimant === claim.claimant) return 'claimed';",
        replace: "if (decision?.outcome === 'claimed') return 'claimed';",
      },
    ],
    rows: ['R1', 'R2', 'R3', 'R4', 'R5'],
  },
  {
    name: 'contact-version',
    what: 'a claim rests on the contact as it was judged',
    patches: [
      {
        file: 'adapters/memory/sendPort.ts',
        find: "if ((known?.version ?? 0) !== wanted.expectedContactVersion) return 'conflict';",
        replace: '',
      },
      {
        file: 'adapters/sqlite/sendPort.ts',
        find: "if (tables.contactVersion(wanted.contact.key) !== wanted.expectedContactVersion) return 'conflict';",
        replace: '',
      },
    ],
    rows: ['R1', 'R2', 'R3', 'R8', 'R10'],
  },
  {
    name: 'claim-timeout',
    what: 'a claim without an outcome is found after 15 minutes',
    patches: [
      {
        file: 'adapters/records/decisionChange.ts',
        find: 'dueAt: claim.at + CLAIM_TIMEOUT_MS,',
        replace: 'dueAt: null,',
      },
    ],
    rows: ['R1', 'R2', 'R3', 'R5'],
  },
  {
    name: 'unknown-is-final',
    what: 'what may have left is never sent again',
    patches: [
      {
        file: 'core/message/settle.ts',
        find: "if (decision.channel === 'webhook') {",
        replace: 'if (decision.channel !== null) {',
      },
    ],
    rows: ['R1', 'R2', 'R3', 'R4', 'R5'],
  },
  {
    name: 'settle-condition',
    what: 'an outcome is written once',
    patches: [
      {
        file: 'adapters/records/decisionChange.ts',
        find: "return decision.outcome === 'unknown' && settlement.outcome !== 'unknown';",
        replace: 'return true;',
      },
    ],
    rows: ['R1', 'R2', 'R3', 'R5'],
  },
  {
    name: 'single-attempt',
    what: 'the clients of SES and SMS try once',
    patches: [
      {
        file: 'adapters/aws/awsCall.ts',
        find: 'const MAX_ATTEMPTS = 1;',
        replace: 'const MAX_ATTEMPTS = 3;',
      },
    ],
    rows: ['R11'],
  },
  {
    name: 'event-dedup',
    what: 'an event is applied once',
    patches: [
      {
        file: 'adapters/memory/peoplePort.ts',
        find: 'if (state.events.has(event.source, event.messageId)) return true;',
        replace: '',
      },
      {
        file: 'adapters/sqlite/peoplePort.ts',
        find: 'if (sql.hasEvent.get(event.source, event.messageId) !== undefined) return true;',
        replace: '',
      },
    ],
    rows: ['R1', 'R2', 'R3', 'R5'],
  },
  {
    name: 'feedback-dedup',
    what: "a provider's event is applied once",
    patches: [
      {
        file: 'adapters/memory/sendPort.ts',
        find: "if (state.events.has(PROVIDER, change.eventId)) return 'duplicate';",
        replace: '',
      },
      {
        file: 'adapters/sqlite/sendPort.ts',
        find: "if (sql.hasEvent.get(PROVIDER, change.eventId) !== undefined) return 'duplicate';",
        replace: '',
      },
    ],
    rows: ['R1', 'R2', 'R3', 'R5'],
  },
  {
    name: 'consent-gate',
    what: 'nothing is sent without consent to its topic',
    patches: [
      {
        file: 'core/message/gates/consent.ts',
        find: 'export const consentGate: Gate = (context) => BY_STANDING[standingIn(context)];',
        replace: 'export const consentGate: Gate = () => GRANTED;',
      },
    ],
    rows: ['R1', 'R2', 'R3', 'R8'],
  },
  {
    name: 'quiet-hours',
    what: 'nobody is written to at night',
    patches: [
      {
        file: 'core/message/gates/quietHours.ts',
        find: 'if (at === context.now) return OPEN;',
        replace: 'return OPEN;',
      },
    ],
    rows: ['R3', 'R9'],
  },
  {
    name: 'cap-window',
    what: 'caps count what was sent within their windows',
    patches: [
      {
        file: 'core/message/gates/cap.ts',
        find: 'if (!mayHaveLeft(context, asked ? 1 : 0)) return BELOW;',
        replace: 'return BELOW;',
      },
    ],
    rows: ['R1', 'R2', 'R3', 'R10'],
  },
  {
    name: 'budget-slice',
    what: 'slices are leased only of what the budget has left',
    patches: [
      {
        file: 'adapters/memory/slices.ts',
        find: 'Math.max(0, Math.min(want, limit - (this.leased.get(budget) ?? 0)));',
        replace: 'want;',
      },
      {
        file: 'adapters/sqlite/sliceTable.ts',
        find: 'Math.max(0, Math.min(want, limit - leased));',
        replace: 'want;',
      },
    ],
    rows: ['R3', 'R10'],
  },
  {
    name: 'reputation-guard',
    what: 'sending pauses before a rate reaches its limit',
    patches: [
      {
        file: 'core/message/reputationGuard.ts',
        find: 'const found = tooNear(senders, deps.settings);',
        replace: 'const found = null;',
      },
    ],
    rows: ['R15'],
  },
  {
    name: 'link-signature',
    what: 'a link opens only with the signature of this shop',
    patches: [
      {
        file: 'functions/shared/linkToken.ts',
        find: 'if (!timingSafeEqual(mac, macOf(secret, purpose, payload))) return null;',
        replace: '',
      },
    ],
    rows: ['S2'],
  },
  {
    name: 'get-is-safe',
    what: 'GET and HEAD change nothing',
    patches: [
      {
        file: 'functions/pages/publicPages.ts',
        find: 'return isRead ? showUnsubscribe(this.deps, asked) : unsubscribe(this.deps, asked, request.body);',
        replace: 'return unsubscribe(this.deps, asked, request.body);',
      },
    ],
    rows: ['S2'],
  },
  {
    name: 'ssrf-check',
    what: 'webhooks reach public addresses only',
    patches: [
      {
        file: 'adapters/http/publicTarget.ts',
        find: 'if (!addresses.every(isPublicAddress)) return',
        replace: 'if (addresses.length === 0) return',
      },
    ],
    rows: ['S6'],
  },
  {
    name: 'html-escape',
    what: 'values are escaped in HTML',
    patches: [
      {
        file: 'functions/shared/liquidEngine.ts',
        find: "...(kind === 'html' ? { outputEscape: 'escape' as const } : {}),",
        replace: '',
      },
    ],
    rows: ['S7'],
  },
  {
    name: 'formula-escape',
    what: 'no cell of a CSV becomes a formula',
    patches: [
      {
        file: 'core/csvGuard.ts',
        find: "return BEGINS.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;",
        replace: 'return cell;',
      },
    ],
    rows: ['S5'],
  },
  {
    name: 'erasure-hash',
    what: 'the address of somebody erased stays barred',
    patches: [
      {
        file: 'core/customer/erasure.ts',
        find: "const suppression = { why: 'erased', at, source: 'erasure' } as const;",
        replace: 'const suppression = null;',
      },
    ],
    rows: ['S10'],
  },
  {
    name: 'bad-record-isolation',
    what: 'a record that fails is pushed back alone',
    patches: [
      {
        file: 'core/journey/wave.ts',
        find: 'await pushBack(deps, record, failure, now, tally);',
        replace: 'throw failure;',
      },
    ],
    rows: ['R14'],
  },
  {
    name: 'commit-version',
    what: 'a step is committed on the passage it was decided from',
    patches: [
      {
        file: 'adapters/memory/memoryState.ts',
        find: 'return (known?.version ?? 0) === expectedVersion;',
        replace: 'return known !== undefined || expectedVersion === 0;',
      },
      {
        file: 'adapters/sqlite/storeTables.ts',
        find: "return (row === undefined ? 0 : number(row, 'version')) === expectedVersion;",
        replace: 'return row !== undefined || expectedVersion === 0;',
      },
    ],
    rows: ['R1', 'R2', 'R3', 'R7'],
  },
  {
    name: 'points-version',
    what: 'two who change one account of points at once do not both win',
    patches: [
      {
        file: 'adapters/memory/dossiers.ts',
        find: '({ dossier, expectedVersion }) => (this.kept(dossier)?.version ?? 0) === expectedVersion,',
        replace:
          "({ dossier, expectedVersion }) => dossier.kind === 'points' || (this.kept(dossier)?.version ?? 0) === expectedVersion,",
      },
    ],
    rows: ['R7'],
  },
  {
    name: 'role-check',
    what: 'a role does only what it covers',
    patches: [
      {
        file: 'functions/shared/authorise.ts',
        find: 'if (covers(principal.role, least)) return principal;',
        replace: 'if (least !== undefined) return principal;',
      },
    ],
    rows: ['S1'],
  },
];

export function isGuard(name: string): boolean {
  return GUARDS.some((guard) => guard.name === name);
}
