/** Which merge data a template's source uses. */
const NAMES = 'customer|shop|links|picks|now|dates|offer|points|survey|event|content|refill|note|slots';

/** Dotted names, each once, sorted: `customer.first_name`, `event.products`, `picks`. */
export function mergeVariables(source: string): string[] {
  const found = [...source.matchAll(/\{[{%]([\s\S]*?)[}%]\}/g)].flatMap(
    ([, code = '']) =>
      code.replace(/'[^']*'/g, '').match(new RegExp(`(?<![\\w.])(?:${NAMES})\\b[\\w.]*`, 'g')) ?? [],
  );
  return [...new Set(found.map((name) => name.replace(/\.size$/, '')))].sort();
}
