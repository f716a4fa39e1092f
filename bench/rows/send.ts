/** Claim → send once → record into the mailbox: 100,000 messages, each claim durable before its send, each outcome after. */
import { newPerson } from '../../core/customer/person.ts';
import { customerId, decisionId, enrolmentId } from '../../core/ids.ts';
import { drainWave } from '../../core/journey/wave.ts';
import { recountLedger } from '../../core/message/ledger.ts';
import { type Decision, LANES } from '../../core/message/decision.ts';
import { DAY_MS } from '../../core/time.ts';
import { publishShippedTemplates } from '../../local/jobs/publishShipped.ts';
import { openWorkspace, type Workspace } from '../../local/workspace/openWorkspace.ts';
import { requireAtLeast, type Row, timed } from '../row.ts';
import { withFolder } from '../withFolder.ts';

const MESSAGES = 100_000;
const PAGE = 1_000;
/** Noon in the zone of everyone: no quiet hours. */
const NOW = Date.UTC(2026, 0, 15, 12);
const BAR_PER_SECOND = 4_000;

function pending(place: number): Decision {
  const id = customerId(`c${place}`);
  return {
    id: decisionId(`${id}/bench//1/say/1`),
    customerId: id,
    enrolmentId: enrolmentId(`${id}/bench//1`),
    journeyId: 'bench',
    journeyVersion: 1,
    nodeId: 'say',
    class: 'promotional',
    channel: 'email',
    topic: 'offers',
    template: 'win-back-reason',
    url: null,
    priority: 50,
    onRefusal: 'wait',
    heldOut: false,
    decidedAt: NOW,
    expiresAt: NOW + 3 * DAY_MS,
    settingsVersion: 1,
    modelVersion: 1,
    lane: 'journey',
    dueAt: NOW,
    attempts: 0,
    outcome: 'pending',
    reason: null,
    claimant: null,
    claimedAt: null,
    settledAt: null,
    providerMessageId: null,
    templateVersion: null,
    evidence: null,
  };
}

async function fillPage({ store, container }: Workspace, from: number): Promise<void> {
  const places = Array.from({ length: PAGE }, (_, place) => from + place);
  const change = {
    topic: 'offers',
    channel: 'email',
    state: 'granted',
    at: 0,
    source: 'bench',
    wording: null,
  } as const;
  await store.importPeople(
    places.map((place) => {
      const email = `c${place}@people.example`;
      const person = { ...newPerson(customerId(`c${place}`), 0), email, zone: 'UTC' };
      return { person, consents: [{ contactKey: container.addressKeyOf('email', email), change }] };
    }),
  );
  const facts = places.map((place) => ({
    customerId: customerId(`c${place}`),
    at: NOW,
    kind: 'message-accepted' as const,
    journeyId: 'bench',
    body: { decision: pending(place).id },
  }));
  await store.commitStep({ enrolments: [], cancellations: [], decisions: places.map(pending), facts });
}

export const send: Row = {
  name: 'send',
  bar: '≥ 4,000 messages/s, durable',
  durability: 'sqlite synchronous=FULL, grouped',
  growth: 'O(messages); memory O(page)',
  run: () =>
    withFolder(async (folder) => {
      const workspace = await openWorkspace({ dataDir: folder, name: 'main', create: true, now: () => NOW });
      const { store, container, mailbox } = workspace;
      await publishShippedTemplates(store, NOW);
      for (let from = 0; from < MESSAGES; from += PAGE) await fillPage(workspace, from);
      const deps = await container.waveDeps(() => true);
      const shards = Array.from({ length: store.shards }, (_, shard) => shard);
      const { seconds } = await timed(() => drainWave(deps, { lanes: LANES, shards }, NOW));
      const ledger = await recountLedger(store);
      const kept = await mailbox.count({});
      const duplicates = (await mailbox.duplicates()).length;
      await workspace.close();
      requireAtLeast('sent', ledger.sent, MESSAGES);
      const figure = ledger.sent / seconds;
      return {
        input: { messages: MESSAGES },
        outcome: { ...ledger, kept, duplicates },
        seconds,
        figure,
        unit: 'messages/s',
        met: figure >= BAR_PER_SECOND && duplicates === 0,
        also: {},
      };
    }),
};
