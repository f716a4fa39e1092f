/**
 * Replays recorded orders and events through the real engine in virtual time: nightly evaluations, entries, waits, the send policy with
 * its caps and quiet hours; effects go to a recorder. Waves run on whole minutes, as they do live, but only on minutes on which
 * something is due. Recorded orders do not react to what is sent: it shows contacts and cost, never uplift. A large shop is
 * simulated in two parts at once; the report is the same.
 */
import { availableParallelism } from 'node:os';
import { NO_WINNERS } from '../../core/journey/winners.ts';
import type { TemplateSource } from '../../core/message/template.ts';
import type { AddressKeyOf } from '../../core/ports.ts';
import { compileTemplate } from '../../functions/templatePublish/compileTemplate.ts';
import { memoryScratch } from '../../functions/shared/scratch.ts';
import { Helper } from './helper.ts';
import { MarginSample } from './margins.ts';
import { Part, type PartResult, type PartSetup } from './part.ts';
import { type Reading, readSource } from './readSource.ts';
import { showsPicks } from './picks.ts';
import { makeReport, type SimulationReport } from './report.ts';
import {
  channelsOf,
  eventNamesOf,
  type SimulationDefinitions,
  type SimulationRequest,
  type SimulationSource,
} from './request.ts';
import { withSegmentsAsked } from './segmentsAsked.ts';
import { Split } from './split.ts';

export interface SimulationInput {
  readonly request: SimulationRequest;
  readonly definitions: SimulationDefinitions;
  readonly source: SimulationSource;
  /** How the source keys its contacts. */
  readonly sourceKeyOf: AddressKeyOf;
  /** Called at each virtual midnight. */
  readonly onDay?: (done: number, days: number) => void;
  /** Default: two for a large shop, where the machine runs two at once. */
  readonly threads?: 1 | 2;
}

/** With fewer people a second thread costs more than it saves. */
const MANY_PEOPLE = 10_000;

async function compiled(
  source: TemplateSource,
  { request, definitions }: Pick<SimulationInput, 'request' | 'definitions'>,
) {
  const shows = showsPicks(source, definitions.blocks);
  if (request.render) return { source, shows, compiled: await compileTemplate(source, definitions.blocks) };
  const blank = { subject: '', preheader: '', html: '', text: shows ? '{{ picks }}' : '' };
  return {
    source,
    shows,
    compiled: Object.fromEntries(Object.keys(source.locales).map((locale) => [locale, blank])),
  };
}

async function setupOf({ request, definitions }: SimulationInput): Promise<PartSetup> {
  const {
    journeys,
    settings,
    winners = NO_WINNERS,
    programme = {},
    costs = null,
    picks = null,
  } = definitions;
  const templates = await Promise.all(
    definitions.templates.map((source) => compiled(source, { request, definitions })),
  );
  return {
    request,
    journeys,
    templates,
    settings,
    winners,
    programme: withSegmentsAsked(programme, journeys),
    costs,
    picks,
  };
}

/** What one customer's message costs another's: then all of them are lived through in one thread. */
function sharesBudgets({ settings: { messages, senders }, programme }: SimulationDefinitions): boolean {
  if (programme?.offers !== undefined) return true;
  return messages.budgets.length > 0 || Object.values(senders).some(({ warmUp }) => warmUp !== null);
}

async function threadsFor({ source, threads, definitions }: SimulationInput): Promise<1 | 2> {
  if (sharesBudgets(definitions)) return 1;
  if (threads !== undefined) return threads;
  return availableParallelism() > 1 && (await source.countPeople()) >= MANY_PEOPLE ? 2 : 1;
}

function readingOf({ journeys, request }: PartSetup): Reading {
  return { channels: channelsOf(journeys), events: eventNamesOf(journeys), since: request.from };
}

async function inOne(input: SimulationInput, setup: PartSetup): Promise<PartResult[]> {
  const part = new Part(setup);
  const sample = new MarginSample(setup.request);
  for await (const page of readSource(input.source, readingOf(setup), input.sourceKeyOf)) {
    if (setup.costs !== null) sample.take(page);
    await part.take(page);
  }
  return [await part.run(memoryScratch(), sample.people, (done, days) => input.onDay?.(done, days))];
}

/** Null where the shop cannot be split: its people hang together by addresses they share. */
async function inTwo(input: SimulationInput, setup: PartSetup): Promise<PartResult[] | null> {
  const first = new Part(setup);
  const second = new Helper(setup);
  const channels = channelsOf(setup.journeys);
  const split = new Split(channels);
  const sample = new MarginSample(setup.request);
  try {
    for await (const page of readSource(input.source, readingOf(setup), input.sourceKeyOf)) {
      const parts = page.map(({ person }) => split.partOf(person));
      if (parts.includes(null)) return null;
      if (setup.costs !== null) sample.take(page);
      const of = (part: 0 | 1) => page.filter((_, place) => parts[place] === part);
      await Promise.all([second.take(of(1)), first.take(of(0))]);
    }
    const scratch = second.exchange.scratch();
    const { people } = sample;
    const onDay = (done: number, days: number) => input.onDay?.(done, days);
    return await Promise.all([first.run(scratch, people, onDay), second.run(people)]);
  } finally {
    await second.close();
  }
}

/** Runs a simulation; the source is only read. */
export async function simulate(input: SimulationInput): Promise<SimulationReport> {
  const setup = await setupOf(input);
  const inParts = (await threadsFor(input)) === 2 ? await inTwo(input, setup) : null;
  return makeReport(input.request, input.definitions, inParts ?? (await inOne(input, setup)));
}
