/** Definitions, models and named values of a store file. Every version published stays. */
import type { JourneyDefinition } from '../../core/journey/definition.ts';
import type { PublishedTemplate, TemplateSource } from '../../core/message/template.ts';
import type { ConfigStore } from '../../core/ports.ts';
import type { Instant } from '../../core/time.ts';
import { canonicalJson } from '../records/canonicalJson.ts';
import { text, type Row } from './columns.ts';
import { readEvaluation, readJourney, readModel, readTemplate } from './configRows.ts';
import { countOf, nextCount } from './counters.ts';
import type { SqliteFile } from './sqliteFile.ts';

function whenThere<T>(row: Row | undefined, read: (row: Row) => T): T | null {
  return row === undefined ? null : read(row);
}

export function sqliteConfig(file: SqliteFile): ConfigStore {
  const next = nextCount(file);
  const count = countOf(file);
  const newest = (table: 'journeys' | 'templates') =>
    file.prepare(`SELECT * FROM ${table} WHERE id = ? ORDER BY version DESC LIMIT 1`);
  const sql = {
    journeys: file.prepare(
      `SELECT * FROM journeys j WHERE version = (SELECT max(version) FROM journeys WHERE id = j.id) ORDER BY id`,
    ),
    journey: newest('journeys'),
    journeyVersion: file.prepare('SELECT * FROM journeys WHERE id = ? AND version = ?'),
    addJourney: file.prepare(
      'INSERT INTO journeys (id, version, published_at, definition) VALUES (?, ?, ?, ?)',
    ),
    template: newest('templates'),
    templateIds: file.prepare('SELECT DISTINCT id FROM templates ORDER BY id'),
    templateVersion: file.prepare('SELECT * FROM templates WHERE id = ? AND version = ?'),
    addTemplate: file.prepare(
      'INSERT INTO templates (id, version, published_at, source, compiled) VALUES (?, ?, ?, ?, ?)',
    ),
    model: file.prepare('SELECT body FROM models ORDER BY version DESC LIMIT 1'),
    putModel: file.prepare('INSERT OR REPLACE INTO models (version, body) VALUES (?, ?)'),
    evaluation: file.prepare('SELECT body FROM evaluations ORDER BY no DESC LIMIT 1'),
    addEvaluation: file.prepare('INSERT INTO evaluations (body) VALUES (?)'),
    value: file.prepare('SELECT json FROM named_values WHERE name = ?'),
    putValue: file.prepare('INSERT OR REPLACE INTO named_values (name, json) VALUES (?, ?)'),
  };

  function publishJourney(definition: JourneyDefinition, at: Instant): { version: number; changed: boolean } {
    const known = whenThere(sql.journey.get(definition.id), readJourney);
    if (known !== null && canonicalJson(known.definition) === canonicalJson(definition)) {
      return { version: known.version, changed: false };
    }
    const version = (known?.version ?? 0) + 1;
    sql.addJourney.run(definition.id, version, at, JSON.stringify(definition));
    next('config');
    return { version, changed: true };
  }

  function publishTemplate(
    source: TemplateSource,
    compiled: PublishedTemplate['compiled'],
    at: Instant,
  ): number {
    const known = whenThere(sql.template.get(source.id), readTemplate);
    const isSame =
      known !== null &&
      canonicalJson({ source: known.source, compiled: known.compiled }) ===
        canonicalJson({ source, compiled });
    if (isSame) return known.version;
    const version = (known?.version ?? 0) + 1;
    sql.addTemplate.run(source.id, version, at, JSON.stringify(source), JSON.stringify(compiled));
    next('config');
    return version;
  }

  const valueOf = (name: string) => whenThere(sql.value.get(name), (row) => text(row, 'json'));

  function putValue(name: string, json: string): void {
    if (valueOf(name) === json) return;
    sql.putValue.run(name, json);
    next('config');
  }

  function replaceValue(name: string, expected: string | null, json: string): boolean {
    if (valueOf(name) !== expected) return false;
    putValue(name, json);
    return true;
  }

  return {
    configVersion: () => file.read(() => count('config')),
    journeys: () => file.read(() => sql.journeys.all().map(readJourney)),
    journeyVersion: (id, version) =>
      file.read(() => whenThere(sql.journeyVersion.get(id, version), readJourney)),
    publishJourney: (definition, at) => file.write(() => publishJourney(definition, at)),
    template: (id) => file.read(() => whenThere(sql.template.get(id), readTemplate)),
    templateIds: () => file.read(() => sql.templateIds.all().map((row) => text(row, 'id'))),
    templateVersion: (id, version) =>
      file.read(() => whenThere(sql.templateVersion.get(id, version), readTemplate)),
    publishTemplate: (source, compiled, at) => file.write(() => publishTemplate(source, compiled, at)),
    model: () => file.read(() => whenThere(sql.model.get(), readModel)),
    saveModel: (model) =>
      file.write(() => {
        sql.putModel.run(model.version, JSON.stringify(model));
        next('config');
      }),
    lastEvaluation: () => file.read(() => whenThere(sql.evaluation.get(), readEvaluation)),
    saveEvaluation: (run) =>
      file.write(() => {
        sql.addEvaluation.run(JSON.stringify(run));
      }),
    getValue: (name) => file.read(() => valueOf(name)),
    putValue: (name, json) => file.write(() => putValue(name, json)),
    replaceValue: (name, expected, json) => file.write(() => replaceValue(name, expected, json)),
  };
}
