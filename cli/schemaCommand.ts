/** `journeys schema` and its like, one for each kind of document that a shop keeps in files. */
import type { WrittenDocument } from '../core/jsonSchema.ts';
import type { CommandSpec } from './args/spec.ts';

/** `what`: the documents, as the summary calls them. */
export function schemaCommand(group: string, document: WrittenDocument, what: string): CommandSpec {
  const file = `${document}.schema.json`;
  return {
    name: `${group} schema`,
    summary: `Print the JSON Schema of ${what}, for editors.`,
    operands: [],
    options: [],
    notes: [
      `Put it into ${file}. An editor with YAML support goes by it where a file begins with`,
      `# yaml-language-server: $schema=${file}`,
    ],
    examples: [`perennial ${group} schema`],
    load: async () => {
      const { printing } = await import('./commands/schema.ts');
      return { run: printing(document) };
    },
  };
}
