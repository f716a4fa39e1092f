/** Facts in their table, in the order of writing. */
import { FACT_KINDS, type Fact } from '../../core/fact.ts';
import { customerId } from '../../core/ids.ts';
import { isJsonObject, json, number, type Row, text, textOrNull, word } from './columns.ts';

export function readFact(row: Row): Fact {
  return {
    customerId: customerId(text(row, 'customer_id')),
    at: number(row, 'at'),
    kind: word(row, 'kind', FACT_KINDS),
    journeyId: textOrNull(row, 'journey_id'),
    body: json(row, 'body', isJsonObject),
  };
}
