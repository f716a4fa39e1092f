/** Statements of the policies in a template, read for questions. */
import * as z from 'zod';
import type { Deployed } from './deployed.ts';

const oneOrMore = z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]);

const statementSchema = z.looseObject({
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore,
  Resource: oneOrMore.optional().transform((all) => all ?? []),
  Principal: z.unknown().optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});

const documentSchema = z.looseObject({ Statement: z.array(statementSchema) });

export type Statement = z.infer<typeof statementSchema>;

export interface Policy {
  readonly id: string;
  /** Logical ids of the roles it is attached to. */
  readonly roles: readonly string[];
  readonly statements: readonly Statement[];
}

function refsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'Ref' && typeof inner === 'string' ? [inner] : refsIn(inner),
  );
}

export function statementsIn(document: unknown): readonly Statement[] {
  return documentSchema.parse(document).Statement;
}

/** Policies of roles: those with a name of their own and those AWS calls managed. */
export function rolePolicies(system: Deployed): readonly Policy[] {
  return [...system.of('AWS::IAM::Policy'), ...system.of('AWS::IAM::ManagedPolicy')].map(
    ({ id, properties }) => ({
      id,
      roles: refsIn(properties['Roles'] ?? []),
      statements: statementsIn(properties['PolicyDocument']),
    }),
  );
}

export function actionsOf({ Action }: Statement): readonly string[] {
  return Action.filter((one) => typeof one === 'string');
}

/** Text of a resource with what only CloudFormation knows in angle brackets. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textOf).join('');
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([key, inner]) => {
      if (key === 'Fn::Join' && Array.isArray(inner)) return textOf(inner[1]);
      return `<${key === 'Ref' ? '' : `${key} `}${Array.isArray(inner) ? inner.map(textOf).join('.') : textOf(inner)}>`;
    })
    .join('');
}
