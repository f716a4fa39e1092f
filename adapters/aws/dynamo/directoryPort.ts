/** Lists and audits over DynamoDB. Lists are keyed; audits scan a table in parts, and say so where they do. */
import type { DirectoryStore } from '../../../core/ports.ts';
import type { Task, TaskKind } from '../../../core/task.ts';
import { keyText } from './itemKey.ts';
import { countAccepted, decisionPage, decisions, decisionsOf, orderSpan } from './ledgerLists.ts';
import { passagesIn, peopleInJourneys } from './passages.ts';
import { countPeople, exportPeople, listPeople, peopleWith } from './peopleLists.ts';
import { readTask, tasksPk } from './records/taskItem.ts';
import type { Tables } from './tables.ts';

async function tasks(tables: Tables, kind: TaskKind): Promise<Task[]> {
  const entries = await tables.allEntries({ table: 'work', index: 'list', pk: tasksPk(kind) });
  const found = await tables.get(entries.map(({ key }) => key));
  return entries.flatMap(({ key }) => found.get(keyText(key)) ?? []).map(readTask);
}

export function dynamoDirectory(tables: Tables): DirectoryStore {
  return {
    listPeople: (query) => listPeople(tables, query),
    peopleWith: (query) => peopleWith(tables, query),
    countPeople: (filter) => countPeople(tables, filter),
    exportPeople: () => exportPeople(tables),
    decisions: () => decisions(tables),
    decisionPage: (after, limit) => decisionPage(tables, after, limit),
    decisionsOf: (id) => decisionsOf(tables, id),
    countAccepted: () => countAccepted(tables),
    tasks: (kind) => tasks(tables, kind),
    peopleInJourneys: () => peopleInJourneys(tables),
    passagesIn: (query) => passagesIn(tables, query),
    orderSpan: () => orderSpan(tables),
  };
}
