/** Any JSON value as indented lines, for documents whose shape is the server's business: settings, model parameters, costs. */

type Plain = string | number | boolean | null | undefined;

function isPlain(value: unknown): value is Plain {
  return typeof value !== 'object' || value === null;
}

function plain(value: Plain): string {
  return value === null || value === undefined ? '–' : String(value);
}

function lines(key: string, value: unknown, indent: string): string[] {
  if (isPlain(value)) return [`${indent}${key}  ${plain(value)}`];
  if (Array.isArray(value) && value.every(isPlain))
    return [`${indent}${key}  ${value.length === 0 ? '–' : value.map(plain).join(', ')}`];
  return [`${indent}${key}`, ...outline(value, `${indent}  `)];
}

export function outline(value: unknown, indent = ''): string[] {
  if (isPlain(value)) return [`${indent}${plain(value)}`];
  if (Array.isArray(value)) return value.flatMap((item: unknown, i) => lines(`${i + 1}`, item, indent));
  return Object.entries(value).flatMap(([key, inner]) => lines(key, inner, indent));
}
