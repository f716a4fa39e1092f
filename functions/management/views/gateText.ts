/** The gates a decision climbed, each with its evidence in one sentence, in both languages. */
import type { Json, JsonObject } from '../../../core/json.ts';
import { GATE_SENTENCES, word } from './gateSentences.ts';

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function described(gate: Json): Json {
  if (!isObject(gate)) return gate;
  const sentence = GATE_SENTENCES[`${word(gate.gate)}/${word(gate.finding)}`];
  return sentence === undefined ? gate : { ...gate, detail: { ...sentence(gate) } };
}

/** Evidence with a `detail` sentence beside each gate's facts. */
export function withGateText(evidence: JsonObject | null): JsonObject | null {
  if (evidence === null || !Array.isArray(evidence.gates)) return evidence;
  return { ...evidence, gates: evidence.gates.map(described) };
}
