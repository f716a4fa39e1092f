/** What the directory's search box finds: a text in id, name, address or number, whatever its case. */
import type { Person } from '../../core/customer/person.ts';

/** Case folded; composed and decomposed letters are the same. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

export function isFoundBy(search: string, { id, name, email, phone }: Person): boolean {
  const wanted = folded(search);
  return [id, name, email, phone].some((text) => text !== null && folded(text).includes(wanted));
}
