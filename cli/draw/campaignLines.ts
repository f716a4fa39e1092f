/** A campaign for people: its state in a line, or all that is known of it. */
import type { CampaignView } from '../answers/campaign.ts';
import { textIn } from '../answers/localised.ts';
import type { CommandContext } from '../context.ts';
import { count, duration, minute } from '../text/format.ts';
import { people } from '../text/people.ts';
import { pairs } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

export function stateLine(context: CommandContext, { id, state, size }: CampaignView): string {
  const { words } = context;
  const named = wordFor(words, 'campaignState', state);
  if (size === null) return fill(words.campaigns.is, { id, state: named });
  return fill(words.campaigns.isSized, { id, state: named, people: people(size, context) });
}

/** Why it is over; what somebody noted who cancelled it stays as they wrote it. */
export function endedWords(
  { words }: CommandContext,
  { state, ended }: Pick<CampaignView, 'state' | 'ended'>,
): string | null {
  return ended === null || state === 'cancelled' ? ended : wordFor(words, 'campaignEnded', ended);
}

/** How the test ended, or when it will; nothing without one. */
export function testLines(
  { words }: CommandContext,
  { test, decideAt }: Pick<CampaignView, 'test' | 'decideAt'>,
): string[] {
  const { campaigns } = words;
  if (decideAt !== null) return [fill(campaigns.testOpen, { at: minute(decideAt) })];
  if (test === null) return [];
  const p = test.p === null ? '' : fill(campaigns.testP, { p: test.p.toPrecision(2) });
  return [fill(campaigns.test, { why: wordFor(words, 'campaignTest', test.why), arm: test.arm, p })];
}

function logLine({ words }: CommandContext, { at, by, did, note }: CampaignView['log'][number]): string {
  const more = note === null ? '' : fill(words.campaigns.logNote, { note });
  return fill(words.campaigns.log, {
    at: minute(at),
    by,
    did: wordFor(words, 'campaignMove', did),
    note: more,
  });
}

export function campaignLines(context: CommandContext, campaign: CampaignView): string[] {
  const { words, language } = context;
  const { campaigns } = words;
  const { definition, size, next } = campaign;
  return [
    `${campaign.id}  ${textIn(campaign.name, language)}`,
    ...pairs([
      [campaigns.state, wordFor(words, 'campaignState', campaign.state)],
      [campaigns.revision, String(campaign.revision)],
      [campaigns.size, size === null ? null : count(size, language)],
      [campaigns.topic, wordFor(words, 'topic', definition.topic)],
      [campaigns.window, duration(definition.outcome.window, language)],
      [campaigns.runs, count(campaign.runs, language)],
      [campaigns.next, next === null ? null : minute(next.startsAt)],
      [campaigns.ended, endedWords(context, campaign)],
    ]),
    ...testLines(context, campaign),
    '',
    ...campaign.log.map((entry) => logLine(context, entry)),
  ];
}
