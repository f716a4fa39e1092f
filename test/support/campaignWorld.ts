/** A shop with people who may be written to, and what is done with campaigns there, in virtual time over any store. */
import type { By, Campaign, Moved } from '../../core/campaign/campaign.ts';
import {
  approveCampaign,
  cancelCampaign,
  type ControlDeps,
  createCampaign,
  launchCampaign,
  pauseCampaign,
  resumeCampaign,
  submitCampaign,
} from '../../core/campaign/control.ts';
import { type CampaignDefinition, campaignSchema, journeyIdOf } from '../../core/campaign/definition.ts';
import { loadCampaign, loadRun } from '../../core/campaign/records.ts';
import type { CampaignRun } from '../../core/campaign/run.ts';
import { newPerson, type Person } from '../../core/customer/person.ts';
import { customerId } from '../../core/ids.ts';
import { cachedBook } from '../../core/journey/book.ts';
import type { Decision } from '../../core/message/decision.ts';
import type { Store } from '../../core/ports.ts';
import { DEFAULT_SETTINGS, type Settings, settingsSchema } from '../../core/settings/settings.ts';
import { aJourneyWorld, aTemplate, type JourneyWorld, knowTemplates } from './journeyWorld.ts';
import { addressKeyOf } from './sendWorld.ts';

export const OPEN_SETTINGS: Settings = settingsSchema.parse({
  ...DEFAULT_SETTINGS,
  messages: { ...DEFAULT_SETTINGS.messages, quietHours: [], caps: [] },
  campaigns: { approvalAbove: 1_000, holdoutShare: 0 },
});

/** A promotion to everybody, at once. */
export function aCampaign(changed: Record<string, unknown> = {}): CampaignDefinition {
  return campaignSchema.parse({
    id: 'spring',
    name: { en: 'Spring', 'zh-CN': '春季' },
    audience: { reachable: 'email' },
    topic: 'offers',
    messages: [{ template: 'hello' }],
    ...changed,
  });
}

export interface CampaignWorld extends JourneyWorld {
  readonly deps: () => Promise<ControlDeps>;
  /** Puts people who agreed to offers: `c0`, `c1`, …, in zone UTC. */
  readonly people: (count: number, changed?: (n: number) => Partial<Person>) => Promise<void>;
  /** Makes, submits and launches a campaign; throws where that is refused. */
  readonly launch: (definition: CampaignDefinition) => Promise<Campaign>;
  readonly pause: () => Promise<Moved>;
  readonly resume: () => Promise<Moved>;
  readonly cancel: () => Promise<Moved>;
  readonly campaign: (id?: string) => Promise<Campaign>;
  readonly run: (n?: number, id?: string) => Promise<CampaignRun>;
  /** Every message a campaign decided. */
  readonly decided: (id?: string) => Promise<Decision[]>;
}

export function must(moved: Moved): Campaign {
  if (moved.kind === 'refused') throw new Error(`${moved.code}: ${moved.detail}`);
  return moved.campaign;
}

export async function aCampaignWorld({
  store,
  settings = OPEN_SETTINGS,
  now,
}: {
  readonly store?: Store;
  readonly settings?: Settings;
  readonly now?: number;
} = {}): Promise<CampaignWorld> {
  const world = aJourneyWorld({
    settings,
    ...(store === undefined ? {} : { store }),
    ...(now === undefined ? {} : { now }),
  });
  await knowTemplates(world.store, ['hello', 'other', 'second'].map(aTemplate));
  const book = cachedBook(world.store);
  const deps = async (): Promise<ControlDeps> => ({ store: world.store, book: await book(), settings });
  const by = (name = 'mia'): By => ({ at: world.clock.now, by: name });
  const campaign = async (id = 'spring') => {
    const found = await loadCampaign(world.store, id);
    if (found === null) throw new Error(`there is no campaign ${id}`);
    return found;
  };
  return {
    ...world,
    deps,
    people: async (count, changed = () => ({})) => {
      const change = {
        topic: 'offers',
        channel: 'email',
        state: 'granted',
        at: 0,
        source: 'test',
        wording: null,
      } as const;
      const people = Array.from({ length: count }, (_, n) => {
        const email = `c${n}@people.example`;
        const person = { ...newPerson(customerId(`c${n}`), 0), email, zone: 'UTC', ...changed(n) };
        return { person, consents: [{ contactKey: addressKeyOf('email', email), change }] };
      });
      for (let from = 0; from < people.length; from += 500)
        await world.store.importPeople(people.slice(from, from + 500));
    },
    launch: async (definition) => {
      const using = await deps();
      must(await createCampaign(using, definition, by()));
      const submitted = must(await submitCampaign(using, definition.id, by()));
      if (submitted.state === 'awaiting-approval')
        must(await approveCampaign(using, definition.id, by('noa')));
      return must(await launchCampaign(using, definition.id, by()));
    },
    pause: async () => pauseCampaign(await deps(), 'spring', by()),
    resume: async () => resumeCampaign(await deps(), 'spring', by()),
    cancel: async () => cancelCampaign(await deps(), 'spring', by()),
    campaign,
    run: async (n = 1, id = 'spring') => {
      const found = await loadRun(world.store, id, n);
      if (found === null) throw new Error(`there is no run ${n} of ${id}`);
      return found;
    },
    decided: async (id = 'spring') => {
      const all: Decision[] = [];
      for await (const page of world.store.decisions())
        all.push(...page.filter(({ journeyId }) => journeyId === journeyIdOf(id)));
      return all;
    },
  };
}
