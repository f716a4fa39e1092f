/**
 * The tables of a store file, and how a file of an older version comes to have them. They follow the access patterns of the ports: people with their orders and
 * passages under one key, contacts under the address's key, decisions and passages found through sparse due indexes,
 * facts in the order of writing, definitions by version.
 *
 * Imports and evaluations write for everyone, so what they write lies together, and neither touches the rows of `people`.
 * Two columns there say less than they seem to: `version_base` is the person's version less the number of their orders
 * and of their evaluations; `known_since` is what was told, and a person is known no later than their first order.
 * Lifecycles lie in the order of customer ids, in which evaluations read and write them.
 */
import type { FileSchema } from './sqliteFile.ts';

/** Version 1. */
const TABLES = `
CREATE TABLE people (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  version_base INTEGER NOT NULL,
  known_since INTEGER NOT NULL,
  name TEXT, email TEXT, phone TEXT, locale TEXT, zone TEXT,
  traits TEXT NOT NULL
) STRICT;

CREATE TABLE lifecycles (
  customer_id TEXT PRIMARY KEY,
  evaluations INTEGER NOT NULL,
  stage TEXT,
  grade TEXT,
  change_at REAL,
  body TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX lifecycles_by_stage ON lifecycles (stage, customer_id, grade);

CREATE TABLE orders (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  customer_no INTEGER NOT NULL,
  at INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  whole INTEGER NOT NULL,
  last_import INTEGER NOT NULL
) STRICT;
CREATE INDEX orders_of_customer ON orders (customer_no, at, amount_minor);

CREATE TABLE order_lines (
  order_no INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  item TEXT NOT NULL,
  quantity REAL NOT NULL,
  price_minor INTEGER,
  amount_minor INTEGER,
  last_import INTEGER NOT NULL,
  PRIMARY KEY (order_no, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  source TEXT NOT NULL,
  message_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (source, message_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE contacts (
  key TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE enrolments (
  no INTEGER PRIMARY KEY,
  customer_id TEXT NOT NULL,
  journey_id TEXT NOT NULL,
  event_key TEXT NOT NULL,
  id TEXT NOT NULL,
  journey_version INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  version INTEGER NOT NULL,
  entered_at INTEGER NOT NULL,
  let_in_by TEXT NOT NULL,
  status TEXT NOT NULL,
  ended_at INTEGER,
  end_reason TEXT,
  end_detail TEXT,
  node_id TEXT NOT NULL,
  resting INTEGER NOT NULL,
  due_at INTEGER,
  attempts INTEGER NOT NULL,
  arms TEXT NOT NULL,
  held_out INTEGER NOT NULL,
  visits TEXT NOT NULL,
  open_decisions TEXT NOT NULL,
  shard INTEGER NOT NULL,
  error TEXT,
  UNIQUE (customer_id, journey_id, event_key)
) STRICT;
CREATE INDEX enrolments_due ON enrolments (shard, due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX enrolments_active ON enrolments (journey_id, node_id) WHERE status = 'active';
CREATE INDEX enrolments_parked ON enrolments (id) WHERE error IS NOT NULL AND due_at IS NULL;

CREATE TABLE decisions (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  customer_id TEXT NOT NULL,
  enrolment_id TEXT NOT NULL,
  journey_id TEXT NOT NULL,
  journey_version INTEGER NOT NULL,
  node_id TEXT NOT NULL,
  class TEXT NOT NULL,
  channel TEXT NOT NULL,
  topic TEXT NOT NULL,
  template TEXT NOT NULL,
  priority INTEGER NOT NULL,
  on_refusal TEXT NOT NULL,
  held_out INTEGER NOT NULL,
  decided_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  settings_version INTEGER NOT NULL,
  model_version INTEGER NOT NULL,
  lane TEXT NOT NULL,
  due_at INTEGER,
  attempts INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT,
  claimant TEXT,
  claimed_at INTEGER,
  settled_at INTEGER,
  provider_message_id TEXT,
  template_version INTEGER,
  evidence TEXT,
  due_lane TEXT NOT NULL,
  shard INTEGER NOT NULL,
  error TEXT
) STRICT;
CREATE INDEX decisions_due ON decisions (due_lane, shard, due_at, priority DESC, id) WHERE due_at IS NOT NULL;
CREATE INDEX decisions_of_customer ON decisions (customer_id);
CREATE INDEX decisions_parked ON decisions (id) WHERE error IS NOT NULL AND due_at IS NULL;

CREATE TABLE facts (
  seq INTEGER PRIMARY KEY,
  customer_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  journey_id TEXT,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX facts_of_customer ON facts (customer_id, at);
CREATE INDEX facts_accepted ON facts (seq) WHERE kind = 'message-accepted';

CREATE TABLE journeys (
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  published_at INTEGER NOT NULL,
  definition TEXT NOT NULL,
  PRIMARY KEY (id, version)
) STRICT;
CREATE TABLE templates (
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  published_at INTEGER NOT NULL,
  source TEXT NOT NULL,
  compiled TEXT NOT NULL,
  PRIMARY KEY (id, version)
) STRICT;
CREATE TABLE models (version INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE evaluations (no INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE named_values (name TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Version 2: work records. A task of nobody lies in the shard of its own id. */
const TASKS = `
CREATE TABLE tasks (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  customer_id TEXT,
  lane TEXT NOT NULL,
  due_at INTEGER,
  version INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  body TEXT NOT NULL,
  shard INTEGER NOT NULL,
  error TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX tasks_due ON tasks (lane, shard, due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX tasks_next ON tasks (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX tasks_of_kind ON tasks (kind, id);
`;

/** Version 3: where a webhook goes. */
const WEBHOOKS = 'ALTER TABLE decisions ADD COLUMN url TEXT;';

/**
 * Version 4: ids that are one person. `details` of a person is JSON, null where it says nothing; `origin` of an order is
 * the id it came with where that is not its customer's. While a merge has not yet moved them, orders of an id that became
 * a pointer have a `customer_no` below 0 and are found by their origin.
 */
const IDENTITIES = `
ALTER TABLE people ADD COLUMN details TEXT;
ALTER TABLE orders ADD COLUMN origin TEXT;
CREATE INDEX orders_by_origin ON orders (origin) WHERE origin IS NOT NULL;
CREATE TABLE identities (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  owner TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counters VALUES ('merges', 0);
`;

/** Version 5: how often a passage jumped back. */
const ROUNDS = 'ALTER TABLE enrolments ADD COLUMN round INTEGER NOT NULL DEFAULT 0;';

/** Version 6: the event a message is about, for its template. */
const DECIDED_ON = 'ALTER TABLE decisions ADD COLUMN event TEXT;';

/** Version 7: what a send costs and what comes back about it, tallies by day, budgets in leased slices. */
const FEEDBACK = `
ALTER TABLE decisions ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE decisions ADD COLUMN cost_micro_usd INTEGER NOT NULL DEFAULT 0;
ALTER TABLE decisions ADD COLUMN tally_group TEXT;
ALTER TABLE decisions ADD COLUMN feedback TEXT;
CREATE INDEX decisions_sent_as ON decisions (provider_message_id) WHERE provider_message_id IS NOT NULL;
CREATE INDEX contacts_suppressed ON contacts (key) WHERE json_extract(body, '$.suppression') IS NOT NULL;
CREATE TABLE tallies (
  day INTEGER NOT NULL,
  shard INTEGER NOT NULL,
  tally_group TEXT NOT NULL,
  what TEXT NOT NULL,
  counted INTEGER NOT NULL,
  PRIMARY KEY (day, shard, tally_group, what)
) STRICT, WITHOUT ROWID;
CREATE TABLE budgets (budget TEXT PRIMARY KEY, leased INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE slices (
  slice TEXT NOT NULL,
  budget TEXT NOT NULL,
  left_over INTEGER NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (slice, budget)
) STRICT, WITHOUT ROWID;
CREATE INDEX slices_of_budget ON slices (budget, until);
`;

/** Version 8: webhooks that were given up, found by when that was. */
const FAILED_WEBHOOKS = `
CREATE INDEX decisions_failed_webhooks ON decisions (settled_at, id)
  WHERE channel = 'webhook' AND outcome IN ('failed', 'unknown');
`;

/** Version 9: dossiers. `owner` is the customer of a customer's dossier and '' of the shop's own. */
const DOSSIERS = `
CREATE TABLE dossiers (
  kind TEXT NOT NULL,
  owner TEXT NOT NULL,
  id TEXT NOT NULL,
  customer_id TEXT,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (kind, owner, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX dossiers_of_customer ON dossiers (customer_id) WHERE customer_id IS NOT NULL;
`;

/** Version 10: what steps of a passage gave, and what a message shows of it. */
const GIFTS = `
ALTER TABLE enrolments ADD COLUMN gifts TEXT NOT NULL DEFAULT '{}';
ALTER TABLE decisions ADD COLUMN given TEXT;
`;

/** Version 11: what one piece of a line cost the shop, where its order says. */
const LINE_COSTS = 'ALTER TABLE order_lines ADD COLUMN cost_minor INTEGER;';

/**
 * Versions 2, 3, …: each script takes a file of the version before to its own, with its rows. Append only. A column that is
 * added to rows needs a default; a new file runs through them all.
 */
const MIGRATIONS: readonly string[] = [
  TASKS,
  WEBHOOKS,
  IDENTITIES,
  ROUNDS,
  DECIDED_ON,
  FEEDBACK,
  FAILED_WEBHOOKS,
  DOSSIERS,
  GIFTS,
  LINE_COSTS,
];

/** "Pern" in ASCII. */
const APPLICATION_ID = 0x5065726e;

/** The schema with the number of shards written down: it stays that of the file for ever. */
export function storeSchema(shards: number): FileSchema {
  return {
    applicationId: APPLICATION_ID,
    migrations: [
      `${TABLES} INSERT INTO counters VALUES ('shards', ${Math.trunc(shards)}), ('config', 0), ('imports', 0);`,
      ...MIGRATIONS,
    ],
  };
}
