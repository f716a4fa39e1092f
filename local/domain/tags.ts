/** Records made of `name=value` pairs with semicolons between, as DKIM, DMARC and BIMI write them. */
export function tagsOf(record: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (const pair of record.split(';')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, at)).trim().toLowerCase();
    if (name !== '' && !tags.has(name)) tags.set(name, pair.slice(at + 1).trim());
  }
  return tags;
}
