/**
 * Makes text that others wrote safe to show in a terminal: a name that holds an escape sequence or a bidirectional override
 * must not move the cursor, set the title or hide what stands beside it. Only what people read passes through here; `--json`
 * and exports carry the text as it is.
 */

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

export function cleanText(text: string): string {
  return text.replaceAll(UNSAFE, (found) => (/[\t\n\r\u2028\u2029]/.test(found) ? ' ' : '\ufffd'));
}

/** The same value with every text in it cleaned, keys included. */
export function cleanValue(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(cleanValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanText(key), cleanValue(inner)]));
}
