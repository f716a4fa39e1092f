/** Addresses written into a template: those nobody outside can reach, and those on an unencrypted way. */
import { isIP } from 'node:net';
import { finding, lineAt, type TemplateField, type TemplateFinding } from './finding.ts';

const ADDRESS = /\bhttps?:\/\/[^\s<>"'{}“”‘’（）()，。；]+/gi;
const LOCAL_NAME =
  /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|localdomain|test|invalid|arpa)$/;

function isPrivateV4(host: string): boolean {
  const [a = 0, b = 0] = host.split('.').map(Number);
  return (
    [0, 10, 127].includes(a) ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 198 && (b === 18 || b === 19)) ||
    a >= 224
  );
}

/** Of IPv6 only 2000::/3 is public, and of it not the addresses kept for documents. */
function isPrivateV6(host: string): boolean {
  return !/^[23]/.test(host) || host.startsWith('2001:db8:');
}

/** Whether a host is one that only a network of the author's own may know. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  switch (isIP(host)) {
    case 4:
      return isPrivateV4(host);
    case 6:
      return isPrivateV6(host);
    default:
      return !host.includes('.') || LOCAL_NAME.test(host);
  }
}

interface Place {
  readonly locale: string;
  readonly field: TemplateField;
}

/** O(length of the text). Addresses that begin with data are not known here. */
export function addressFindings(text: string, place: Place): TemplateFinding[] {
  return [...text.matchAll(ADDRESS)].flatMap((match) => {
    const [address] = match;
    const found = { ...place, line: lineAt(text, match.index) };
    const url = URL.parse(address);
    if (url === null) return [];
    if (isPrivateHost(url.hostname)) return [finding('error', 'private-link', found, { address })];
    const isName = /^<!|xmlns/.test(text.slice(Math.max(0, match.index - 8), match.index));
    return url.protocol === 'http:' && !isName
      ? [finding('warning', 'insecure-link', found, { address })]
      : [];
  });
}
