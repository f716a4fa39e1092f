import { describe, expect, it } from 'vitest';
import { customerId } from '../../../core/ids.ts';
import { eventOptions, eventRules } from '../../../functions/shared/import/events.ts';
import { eventTarget } from '../../../functions/shared/import/kinds.ts';
import { importEvents } from '../../../local/import/importEvents.ts';
import { aContainer, type ContainerWorld } from '../../support/aContainer.ts';
import { NOW } from '../../support/builders.ts';
import { aFile, linesOf } from '../../support/orderFiles.ts';
import { isoInstant } from '../../../core/time.ts';

const MAP = 'customer=who,date=at,name=what,property.page=page';

async function importText(
  world: ContainerWorld,
  content: string,
  { name = 'events.csv', ...options }: { name?: string; map?: string; event?: string; dryRun?: boolean } = {},
) {
  const file = await aFile(content, name);
  return importEvents({
    ...eventRules(eventOptions.parse({ map: MAP, ...options }), world.container.now()),
    file,
    rejectFile: `${file}.rejects.ndjson`,
    target: eventTarget(world.container),
  });
}

async function namesOf(world: ContainerWorld, id: string): Promise<unknown[]> {
  const facts = await world.store.factsOf(customerId(id), 100);
  return facts.filter(({ kind }) => kind === 'event').map(({ body }) => body['name']);
}

describe('importEvents', () => {
  it('takes equal rows of a file as events of their own, and the file again as nothing new', async () => {
    const world = aContainer();
    const content = `who,at,what,page\na,2026-01-01,Visit,/x\nb,2026-01-01,Visit,/x\na,2026-01-01,Visit,/x\na,2026-01-02,Visit,\n`;
    expect(await importText(world, content)).toMatchObject({ accepted: 4, duplicates: 0, rejected: 0 });
    expect(await importText(world, content)).toMatchObject({ accepted: 0, duplicates: 4, rejected: 0 });
    expect(await namesOf(world, 'a')).toEqual(['Visit', 'Visit', 'Visit']);
    expect(await importText(world, `${content}a,2026-01-01,Visit,/x\n`)).toMatchObject({
      accepted: 1,
      duplicates: 4,
    });
  });

  it('is history: an event of this very moment is none a journey looks back on', async () => {
    const world = aContainer();
    await importText(world, `who,at,what,page\na,${isoInstant(NOW)},Visit,/x\n`);
    const query = { names: ['Visit'], since: 0, limit: 5 };
    expect(await namesOf(world, 'a')).toEqual(['Visit']);
    expect(await world.store.recentEvents(customerId('a'), query)).toEqual([]);
  });

  it('makes people known since their earliest event', async () => {
    const world = aContainer();
    await importText(world, 'who,at,what,page\na,2026-02-01,Visit,\na,2025-03-01,Visit,\n');
    const record = await world.store.loadPerson(customerId('a'));
    expect(isoInstant(record?.person.knownSince ?? 0)).toBe('2025-03-01T00:00:00.000Z');
  });

  it('refuses rows one by one, with line, field and remedy', async () => {
    const world = aContainer();
    const content =
      'who,at,what,page\n,2026-01-01,Visit,/x\na,yesterday,Visit,/x\na,2026-01-01,Order Completed,/x\na,2026-01-01,Visit,/x\n';
    const report = await importText(world, content);
    expect(report).toMatchObject({ accepted: 1, rejected: 3 });
    expect(await linesOf(report.rejectFile)).toMatchObject([
      { line: 2, field: 'customer', code: 'empty' },
      { line: 3, field: 'date', code: 'not-a-date' },
      { line: 4, field: 'name', code: 'reserved-id', remedy: expect.stringContaining('import orders') },
    ]);
  });

  it('reads NDJSON by path, under one name', async () => {
    const world = aContainer();
    const row = JSON.stringify({ user: { id: 7 }, at: '2026-01-01T10:00:00Z', points: 3 });
    const map = 'customer=user.id,date=at,property.points:number=points';
    expect(await importText(world, `${row}\n`, { name: 'e.ndjson', map, event: 'Played' })).toMatchObject({
      accepted: 1,
    });
    const facts = await world.store.factsOf(customerId('7'), 5);
    const event = facts.find(({ kind }) => kind === 'event');
    expect(event?.body).toMatchObject({ name: 'Played', properties: { points: 3 }, historical: true });
  });

  it('writes nothing in a dry run', async () => {
    const world = aContainer();
    expect(
      await importText(world, 'who,at,what,page\na,2026-01-01,Visit,\n', { dryRun: true }),
    ).toMatchObject({ accepted: 1, notes: expect.arrayContaining(['Dry run: nothing was written.']) });
    expect(await world.store.loadPerson(customerId('a'))).toBeNull();
  });
});
