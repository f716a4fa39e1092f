/** Imports in bulk into the memory store. */
import type { Order, OrderLine } from '../../core/customer/order.ts';
import { newPerson } from '../../core/customer/person.ts';
import type { ImportedOrder, ImportedPerson, ImportOutcome, ImportStore } from '../../core/ports.ts';
import { foldedProfile, importedContacts, identityOf, toldIdentity } from '../records/importedRow.ts';
import type { CustomerRecord } from './customerRecord.ts';
import type { MemoryState } from './memoryState.ts';

type RowResult = 'accepted' | 'duplicate';

function know(state: MemoryState, customer: CustomerRecord, order: Order): void {
  const { person } = customer;
  if (person === null) state.putPerson(customer, { ...newPerson(customer.id, order.at), version: 1 });
  else state.movePerson(customer, { ...person, version: person.version + 1 });
}

/** An order of an id that leads to another is the other's, and remembers the id it came with. */
function underRoot(state: MemoryState, row: ImportedOrder): ImportedOrder {
  const id = row.order.customerId;
  const owner = state.ownerOf(id);
  return owner === id ? row : { ...row, order: { ...row.order, customerId: owner, origin: id } };
}

function putOrder(state: MemoryState, order: Order): RowResult {
  const customer = state.customer(order.customerId);
  customer.addOrder(order);
  know(state, customer, order);
  return 'accepted';
}

function putContent(state: MemoryState, order: Order, importId: number): RowResult {
  const id = state.orders.placeForContent(order.id, importId);
  if (id === null) return 'duplicate';
  state.orders.addWhole(id, importId);
  return putOrder(state, id === order.id ? order : { ...order, id });
}

function putLine(state: MemoryState, order: Order, line: OrderLine, importId: number): RowResult {
  const customer = state.customer(order.customerId);
  const known = state.orders.has(order.id) ? customer.orderById(order.id) : undefined;
  if (known === undefined && state.orders.has(order.id)) return 'duplicate';
  if (state.orders.showLine(order.id, line, order.amountMinor, importId) === 'repeat') return 'duplicate';
  if (known === undefined) return putOrder(state, order);
  customer.replaceOrder({
    ...known,
    amountMinor: known.amountMinor + order.amountMinor,
    lines: [...known.lines, line],
  });
  know(state, customer, known);
  return 'accepted';
}

function importOrder(state: MemoryState, row: ImportedOrder, importId: number): RowResult {
  const identity = identityOf(row);
  switch (identity.kind) {
    case 'order':
      if (state.orders.has(row.order.id)) return 'duplicate';
      state.orders.addWhole(row.order.id, importId);
      return putOrder(state, row.order);
    case 'content':
      return putContent(state, row.order, importId);
    case 'line':
      return putLine(state, row.order, identity.line, importId);
  }
}

function importPerson(state: MemoryState, imported: ImportedPerson): ImportOutcome {
  const { id } = imported.person;
  const customer = state.customer(state.ownerOf(id));
  const stored = customer.person;
  const { person, outcome } = foldedProfile(stored, imported);
  const identity = stored === null || stored.members.length === 0 ? undefined : state.identities.get(id);
  if (identity !== undefined) state.identities.set(id, toldIdentity(identity, imported));
  if (person !== stored) state.putPerson(customer, person);
  const { changed, consented } = importedContacts(imported, (key) => state.contacts.get(key) ?? null);
  for (const contact of changed) state.contacts.set(contact.key, contact);
  return consented && outcome === 'unchanged' ? 'updated' : outcome;
}

export function memoryImports(state: MemoryState): ImportStore {
  let imports = 0;
  return {
    importOrders: async (rows, importId) =>
      rows.map((row) => importOrder(state, underRoot(state, row), importId)),
    importPeople: async (people) => people.map((person) => importPerson(state, person)),
    beginImport: async () => {
      imports += 1;
      return imports;
    },
  };
}
