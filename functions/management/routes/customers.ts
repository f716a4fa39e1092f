/** `GET /v1/customers`, `GET /v1/customers/{id}`: the list, and the whole picture of one person. */
import * as z from 'zod';
import { netSpendMinor, foldOrders } from '../../../core/customer/order.ts';
import type { Person } from '../../../core/customer/person.ts';
import { customerId } from '../../../core/ids.ts';
import { STAGES } from '../../../core/lifecycle/lifecycle.ts';
import { complaintOpenSince } from '../../../core/message/contact.ts';
import type { Container } from '../../shared/container.ts';
import { misuse, notFound } from '../../shared/problem.ts';
import {
  consentLine,
  customerRow,
  enrolmentView,
  evidenceText,
  factView,
  isoOrNull,
  orderView,
} from '../views/customer.ts';
import { decisionView } from '../views/decision.ts';
import { identityView } from '../views/identity.ts';
import { addressKeysOf, consentsOf, contactsAmong, profileView } from '../views/profile.ts';
import { valueMarginView } from '../views/valueMargin.ts';
import { afterOf, cursorOf, limitOf, type Route, shopView } from './route.ts';

const MOST_FACTS = 500;

function stageOf(raw: string | undefined) {
  if (raw === undefined || raw === '') return {};
  const stage = z.enum(STAGES).safeParse(raw);
  if (!stage.success) throw misuse('stage', `there is no stage "${raw}"`, `use one of ${STAGES.join(', ')}`);
  return { stage: stage.data };
}

/** What is known of people besides their worth: all an import of customers takes. */
async function profilesOf({ store, addressKeyOf }: Container, people: readonly Person[]) {
  const keys = people.flatMap((person) => addressKeysOf(person, addressKeyOf));
  const contacts = await store.loadContacts([...new Set(keys)]);
  return Promise.all(
    people.map(async (person) =>
      profileView(person, await consentsOf(store, addressKeyOf, person, contacts)),
    ),
  );
}

export function listCustomers(container: Container): Route {
  return async ({ query }) => {
    const limit = limitOf(query);
    const search = query.search === undefined || query.search === '' ? {} : { search: query.search };
    const filter = { ...stageOf(query.stage), ...search };
    const [people, total, shop] = await Promise.all([
      container.store.listPeople({ after: afterOf(query), limit, ...filter }),
      container.store.countPeople(filter),
      shopView(container),
    ]);
    const last = people.at(-1);
    const next = people.length === limit && last !== undefined ? cursorOf(last.id) : null;
    const rows = people.map((person) => customerRow(person, shop));
    if (query.profile !== 'true') return { items: rows, next, total };
    const profiles = await profilesOf(container, people);
    return { items: rows.map((row, place) => ({ ...row, ...profiles[place] })), next, total };
  };
}

export function showCustomer(container: Container): Route {
  return async ({ params }) => {
    const id = customerId(params.id ?? '');
    const { store } = container;
    const record = await store.loadPerson(id);
    if (record === null) {
      throw notFound(
        'unknown-customer',
        `there is no customer "${id}"`,
        'list them with: perennial customers list',
      );
    }
    const { person } = record;
    const keys = addressKeysOf(person, container.addressKeyOf);
    const [shop, decisions, facts, known, { book }] = await Promise.all([
      shopView(container),
      store.decisionsOf(id),
      store.factsOf(id, MOST_FACTS),
      store.loadContacts(keys),
      container.inForce(),
    ]);
    const contacts = contactsAmong(known, keys);
    const complaints = contacts.flatMap((contact) => complaintOpenSince(contact) ?? []);
    const consents = await consentsOf(store, container.addressKeyOf, person, known);
    return {
      ...customerRow(person, shop),
      ...(await identityView(store, person, id, facts, contacts)),
      email: person.email,
      phone: person.phone,
      locale: person.locale,
      zone: person.zone,
      knownSince: isoOrNull(person.knownSince),
      traits: person.traits,
      evidence: person.lifecycle?.evidence ?? null,
      evaluatedAt: isoOrNull(shop.evaluatedAt),
      evidenceText: evidenceText(person),
      nextChangeAt: isoOrNull(person.lifecycle?.nextChangeAt),
      rfm: person.lifecycle?.rfm ?? null,
      valueMargin: valueMarginView(person, shop),
      consents: consents.map(consentLine),
      complaintOpenSince: isoOrNull(complaints.length === 0 ? null : Math.min(...complaints)),
      suppression: contacts.find(({ suppression }) => suppression !== null)?.suppression?.why ?? null,
      spendMinor: netSpendMinor(foldOrders(record.orders)),
      enrolments: record.enrolments.map((one) => enrolmentView(one, book)),
      decisions: decisions.map(decisionView).reverse(),
      facts: facts.map(factView),
      ordersList: record.orders.map(orderView),
    };
  };
}
