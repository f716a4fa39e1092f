/** Definitions, models and named values in memory. Every version published stays. */
import type { PublishedJourney } from '../../core/journey/definition.ts';
import type { ShopModel } from '../../core/lifecycle/model.ts';
import type { PublishedTemplate } from '../../core/message/template.ts';
import type { ConfigStore, EvaluationRun } from '../../core/ports.ts';
import { canonicalJson } from '../records/canonicalJson.ts';
import { compareText } from '../records/textOrder.ts';

/** Versions by id; version n stands at index n − 1. */
class Versions<T> {
  private readonly byId = new Map<string, T[]>();

  newest(id: string): T | null {
    return this.byId.get(id)?.at(-1) ?? null;
  }

  at(id: string, version: number): T | null {
    return this.byId.get(id)?.[version - 1] ?? null;
  }

  add(id: string, value: T): void {
    const known = this.byId.get(id);
    if (known === undefined) this.byId.set(id, [value]);
    else known.push(value);
  }

  ids(): string[] {
    return [...this.byId.keys()].sort(compareText);
  }

  allNewest(): T[] {
    return this.ids()
      .map((id) => this.newest(id))
      .filter((one) => one !== null);
  }
}

export function memoryConfig(): ConfigStore {
  const journeys = new Versions<PublishedJourney>();
  const templates = new Versions<PublishedTemplate>();
  const values = new Map<string, string>();
  let model: ShopModel | null = null;
  let evaluation: EvaluationRun | null = null;
  let version = 0;
  const put = (name: string, json: string): void => {
    if (values.get(name) === json) return;
    values.set(name, json);
    version += 1;
  };
  return {
    configVersion: () => Promise.resolve(version),
    journeys: async () => journeys.allNewest(),
    journeyVersion: async (id, wanted) => journeys.at(id, wanted),
    publishJourney: async (definition, at) => {
      const { id } = definition;
      const newest = journeys.newest(id);
      if (newest !== null && canonicalJson(newest.definition) === canonicalJson(definition)) {
        return { version: newest.version, changed: false };
      }
      const published = { id, version: (newest?.version ?? 0) + 1, publishedAt: at, definition };
      journeys.add(id, published);
      version += 1;
      return { version: published.version, changed: true };
    },
    template: async (id) => templates.newest(id),
    templateIds: async () => templates.ids(),
    templateVersion: async (id, wanted) => templates.at(id, wanted),
    publishTemplate: async (source, compiled, at) => {
      const newest = templates.newest(source.id);
      const known = newest === null ? null : { source: newest.source, compiled: newest.compiled };
      if (newest !== null && known !== null && canonicalJson(known) === canonicalJson({ source, compiled })) {
        return newest.version;
      }
      const published = {
        id: source.id,
        version: (newest?.version ?? 0) + 1,
        publishedAt: at,
        source,
        compiled,
      };
      templates.add(source.id, published);
      version += 1;
      return published.version;
    },
    model: async () => model,
    saveModel: async (saved) => {
      if (model === null || saved.version >= model.version) model = saved;
      version += 1;
    },
    lastEvaluation: async () => evaluation,
    saveEvaluation: async (run) => {
      evaluation = run;
    },
    getValue: async (name) => values.get(name) ?? null,
    putValue: async (name, json) => put(name, json),
    replaceValue: async (name, expected, json) => {
      if ((values.get(name) ?? null) !== expected) return false;
      put(name, json);
      return true;
    },
  };
}
