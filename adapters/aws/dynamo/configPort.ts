/**
 * Definitions, models and named values in the `config` table. Whatever is published grows the configuration's version in the
 * same transaction, so a reader who sees the version sees what it stands for.
 */
import { randomUUID } from 'node:crypto';
import type { PublishedJourney } from '../../../core/journey/definition.ts';
import type { ShopModel } from '../../../core/lifecycle/model.ts';
import type { PublishedTemplate } from '../../../core/message/template.ts';
import type { ConfigStore, EvaluationRun } from '../../../core/ports.ts';
import { canonicalJson } from '../../records/canonicalJson.ts';
import { readShopModel } from '../../records/shopModelRecord.ts';
import { keyOf } from './keys.ts';
import type { Tables } from './tables.ts';
import { transact } from './transaction.ts';
import { configChanged, Versions } from './versions.ts';

function journeysIn(tables: Tables): Versions<PublishedJourney> {
  const keys = { newest: keyOf.newestJourney, version: keyOf.journey };
  return new Versions(tables, keys, (json): PublishedJourney => JSON.parse(json));
}

function templatesIn(tables: Tables): Versions<PublishedTemplate> {
  const keys = { newest: keyOf.newestTemplate, version: keyOf.template };
  return new Versions(tables, keys, (json): PublishedTemplate => JSON.parse(json));
}

async function modelIn(tables: Tables): Promise<ShopModel | null> {
  const item = await tables.one(keyOf.model());
  if (item === null) return null;
  return readShopModel(item.body);
}

function saveModel(tables: Tables, model: ShopModel): Promise<void> {
  return transact(tables, async (tx) => {
    const item = await tx.get(keyOf.model());
    const known = item === null ? null : readShopModel(item.body);
    if (known === null || model.version >= known.version) tx.put(keyOf.model(), { body: model });
    configChanged(tx);
  });
}

async function valueIn(tables: Tables, name: string): Promise<string | null> {
  const item = await tables.one(keyOf.value(name));
  return item === null ? null : textOf(item.body);
}

function textOf(body: string): string {
  const { json }: { json: string } = JSON.parse(body);
  return json;
}

/** Writes where `mayReplace` says so of the value that is there; says whether it did so. Nothing moves where it stays the same. */
function replace(
  tables: Tables,
  name: string,
  json: string,
  mayReplace: (known: string | null) => boolean,
): Promise<boolean> {
  return transact(tables, async (tx) => {
    const key = keyOf.value(name);
    const item = await tx.get(key);
    const known = item === null ? null : textOf(item.body);
    if (!mayReplace(known)) return false;
    if (known === json) return true;
    tx.put(key, { body: { json } });
    configChanged(tx);
    return true;
  });
}

/** The revision of one item: of two who ask at once one is second, and asks again. */
export function beginImport(tables: Tables): Promise<number> {
  return transact(tables, async (tx) => {
    const item = await tx.get(keyOf.imports());
    tx.put(keyOf.imports(), { body: { begun: randomUUID() } });
    return (item?.rev ?? 0) + 1;
  });
}

export function dynamoConfig(tables: Tables): ConfigStore {
  const journeys = journeysIn(tables);
  const templates = templatesIn(tables);
  return {
    configVersion: async () => (await tables.one(keyOf.version()))?.counts['version'] ?? 0,
    journeys: () => journeys.allNewest(),
    journeyVersion: (id, version) => journeys.at(id, version),
    publishJourney: (definition, at) => {
      const { id } = definition;
      const text = canonicalJson(definition);
      return journeys.publish(
        id,
        (newest) => canonicalJson(newest.definition) === text,
        (version) => ({ id, version, publishedAt: at, definition }),
      );
    },
    template: (id) => templates.newest(id),
    templateIds: () => templates.ids(),
    templateVersion: (id, version) => templates.at(id, version),
    publishTemplate: async (source, compiled, at) => {
      const { id } = source;
      const text = canonicalJson({ source, compiled });
      const { version } = await templates.publish(
        id,
        (newest) => canonicalJson({ source: newest.source, compiled: newest.compiled }) === text,
        (next) => ({ id, version: next, publishedAt: at, source, compiled }),
      );
      return version;
    },
    model: () => modelIn(tables),
    saveModel: (model) => saveModel(tables, model),
    lastEvaluation: async () => {
      const item = await tables.one(keyOf.evaluation());
      if (item === null) return null;
      const run: EvaluationRun = JSON.parse(item.body);
      return run;
    },
    saveEvaluation: (run) =>
      transact(tables, async (tx) => {
        await tx.get(keyOf.evaluation());
        tx.put(keyOf.evaluation(), { body: run });
      }),
    getValue: (name) => valueIn(tables, name),
    putValue: async (name, json) => {
      await replace(tables, name, json, () => true);
    },
    replaceValue: (name, expected, json) => replace(tables, name, json, (known) => known === expected),
  };
}
