/** Links of a mail that lead to the shop; those of its foot (preferences, unsubscribe) are no sign of interest. */
const HREF = /<a\s[^>]*?href="(https?:\/\/[^"]+)"/gi;

export function linksIn(html: string): string[] {
  const links = [...html.matchAll(HREF)].flatMap(([, link]) => (link === undefined ? [] : [link]));
  const plain = links.map((link) => link.replaceAll('&amp;', '&'));
  return plain.filter((link) => !/\/p\/(?!c\/)|unsubscribe|preferences/i.test(link));
}
