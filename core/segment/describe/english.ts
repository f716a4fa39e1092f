/** Rules in English. */
import type { Comparison } from '../../journey/condition.ts';
import type { BirthdayLeaf, EventLeaf, RuleLeaf } from '../rule.ts';
import {
  amountText,
  type NotBought,
  type NotStanding,
  percentText,
  type Said,
  type Setting,
  type Tongue,
} from './tongue.ts';

interface Range {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

function joined(parts: readonly string[], word: string): string {
  if (parts.length <= 2) return parts.join(` ${word} `);
  return `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1)}`;
}

const either = (names: readonly string[]) => joined(names.map(plain), 'or');

function plain(name: string): string {
  return name.replaceAll('-', ' ');
}

/** `at least 3`, `at most 5`, `3 to 5`, `exactly 3`. */
function range({ min, max }: Range, write: (value: number) => string = String): string {
  if (min !== undefined && min === max) return `exactly ${write(min)}`;
  if (min !== undefined && max !== undefined) return `${write(min)} to ${write(max)}`;
  return min === undefined ? `at most ${write(max ?? 0)}` : `at least ${write(min)}`;
}

const UNITS = { m: 'minute', h: 'hour', d: 'day', w: 'week' } as const;

function span(text: string): string {
  const [, count = '', unit] = /^(\d+)([mhdw])$/.exec(text) ?? [];
  const name = unit === 'm' || unit === 'h' || unit === 'd' || unit === 'w' ? UNITS[unit] : text;
  return `${count} ${name}${count === '1' ? '' : 's'}`;
}

function within(text: string | undefined): string {
  return text === undefined ? '' : ` within ${span(text)}`;
}

function times(counts: Range): string {
  if (counts.min === 1 && counts.max === 1) return 'exactly once';
  if (counts.min === 1 && counts.max === undefined) return 'at least once';
  return `${range(counts)} times`;
}

function compared(asked: Comparison): string {
  const { equals, in: among, exists, min, max } = asked;
  const parts: string[] = [];
  if (equals !== undefined) parts.push(`is ${String(equals)}`);
  if (among !== undefined) parts.push(`is ${joined(among.map(String), 'or')}`);
  if (exists !== undefined) parts.push(exists ? 'is known' : 'is not known');
  if (min !== undefined || max !== undefined) parts.push(`is ${range({ min, max })}`);
  return joined(parts, 'and');
}

function didOrNot(what: string): Said {
  return { yes: what, no: `not: ${what}` };
}

function eventSaid(leaf: EventLeaf): Said {
  const { event, where, count, sum, first, last } = leaf;
  const filter = where === undefined ? '' : ` whose ${where.property} ${compared(where)}`;
  const names = `${joined(
    event.map((name) => `“${name}”`),
    'or',
  )}${filter}`;
  const ago = first ?? last;
  if (ago !== undefined) {
    const which = first === undefined ? 'last' : 'first';
    return didOrNot(
      ago.within === undefined
        ? `${which} did ${names} more than ${span(ago.before ?? '')} ago`
        : `${which} did ${names} within ${span(ago.within)}`,
    );
  }
  if (sum !== undefined)
    return didOrNot(`did ${names} with ${sum.property} adding up to ${range(sum)}${within(leaf.within)}`);
  const counts = count ?? { min: 1 };
  if (counts.max === 0)
    return { yes: `never did ${names}${within(leaf.within)}`, no: `did ${names}${within(leaf.within)}` };
  const isOnce = counts.min === 1 && counts.max === undefined;
  const how = isOnce ? '' : ` ${times(counts)}`;
  return {
    yes: `did ${names}${how}${within(leaf.within)}`,
    no: isOnce
      ? `did not do ${names}${within(leaf.within)}`
      : `did not do ${names}${how}${within(leaf.within)}`,
  };
}

/** `are in decline`, `are not in decline`. */
function be(what: string): Said {
  return { yes: `are ${what}`, no: `are not ${what}` };
}

function have(what: string): Said {
  return { yes: `have ${what}`, no: `do not have ${what}` };
}

function orders(counts: Range, text: string | undefined): Said {
  if (counts.min === 1 && counts.max === undefined)
    return {
      yes: `ordered${within(text)}`,
      no: text === undefined ? 'never ordered' : `did not order${within(text)}`,
    };
  if (counts.max === 0)
    return {
      yes: text === undefined ? 'never ordered' : `did not order${within(text)}`,
      no: `ordered${within(text)}`,
    };
  return {
    yes: `ordered ${times(counts)}${within(text)}`,
    no: `did not order ${times(counts)}${within(text)}`,
  };
}

function stageFor({
  atLeast,
  atMost,
}: {
  readonly atLeast?: string | undefined;
  readonly atMost?: string | undefined;
}): Said {
  const parts = [
    ...(atLeast === undefined ? [] : [`at least ${span(atLeast)}`]),
    ...(atMost === undefined ? [] : [`at most ${span(atMost)}`]),
  ];
  const how = joined(parts, 'and');
  return { yes: `have been in their stage for ${how}`, no: `have not been in their stage for ${how}` };
}

/** Of what somebody bought and is worth. */
function leafSaid(asked: RuleLeaf, setting: Setting): Said {
  const money = (minor: number) => amountText(minor, setting);
  if ('event' in asked) return eventSaid(asked);
  if ('orders' in asked) return orders(asked.orders, 'within' in asked ? asked.within : undefined);
  if ('spendMinor' in asked) {
    const what = `${range(asked.spendMinor, money)}${within('within' in asked ? asked.within : undefined)}`;
    return { yes: `spent ${what}`, no: `did not spend ${what}` };
  }
  if ('daysSinceLastOrder' in asked) {
    const what = `${range(asked.daysSinceLastOrder)} days ago`;
    return { yes: `last ordered ${what}`, no: `did not last order ${what}` };
  }
  if ('pAlive' in asked) return have(`a probability of ${range(asked.pAlive, percentText)} of coming again`);
  if ('valueMinor' in asked) return be(`worth ${range(asked.valueMinor, money)} over the coming year`);
  if ('valueTop' in asked) return be(`in the top ${asked.valueTop}% by value`);
  return standingSaid(asked, setting);
}

/** Of where they stand with the shop. */
function standingSaid(asked: NotBought, setting: Setting): Said {
  if ('inStageFor' in asked) return stageFor(asked.inStageFor);
  if ('stage' in asked) return be(`in ${either(asked.stage)}`);
  if ('grade' in asked) return have(`grade ${either(asked.grade)}`);
  if ('group' in asked) return be(`in the group ${either(asked.group)}`);
  if ('tier' in asked) return have(`tier ${either(asked.tier)}`);
  if ('pointsExpiring' in asked)
    return have(`${range(asked.pointsExpiring)} points that expire within ${span(asked.within)}`);
  if ('points' in asked) return have(`${range(asked.points)} points to spend`);
  if ('engaged' in asked) {
    const [yes, no] = asked.engaged === 'opened' ? ['opened', 'open'] : ['clicked in', 'click in'];
    return {
      yes: `${yes} a message${within(asked.within)}`,
      no: `did not ${no} a message${within(asked.within)}`,
    };
  }
  if ('consent' in asked) {
    const what = `be written to about ${asked.consent.topic} by ${asked.consent.channel === 'email' ? 'email' : 'SMS'}`;
    return { yes: `may ${what}`, no: `may not ${what}` };
  }
  return otherSaid(asked, setting);
}

function birthday({ birthday: when }: BirthdayLeaf): Said {
  if (when === 'today') return have('their birthday today');
  return have(when === 'this-month' ? 'their birthday this month' : `their birthday${within(when.within)}`);
}

/** Of what else is known of them. */
function otherSaid(asked: NotStanding, setting: Setting): Said {
  if ('birthday' in asked) return birthday(asked);
  if ('segment' in asked) return be(`in “${setting.nameOf(asked.segment)}”`);
  if ('verdict' in asked) return have(`the win-back verdict ${either(asked.verdict)}`);
  if ('loss' in asked) return be(`lost in the way ${either(asked.loss)}`);
  if ('winBackArm' in asked) return be(`in the win-back arm ${either(asked.winBackArm)}`);
  if ('reachable' in asked)
    return asked.reachable === 'email' ? have('an email address') : have('a phone number');
  if ('language' in asked) {
    const what = `the language ${either(asked.language)}`;
    return { yes: `read ${what}`, no: `do not read ${what}` };
  }
  return {
    yes: `have a trait ${asked.trait} that ${compared(asked)}`,
    no: `do not have a trait ${asked.trait} that ${compared(asked)}`,
  };
}

export const english: Tongue = {
  leaf: leafSaid,
  and: (clauses) => joined(clauses, 'and'),
  or: (clauses) => `either ${joined(clauses, 'or')}`,
  apart: (clause) => `(${clause})`,
  sentence: (clause) => `People who ${clause}.`,
  list: 'People who were put on this list.',
};
