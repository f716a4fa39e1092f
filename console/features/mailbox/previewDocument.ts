/**
 * A message's HTML made ready to be looked at: in a sandboxed frame, with nothing fetched from elsewhere unless asked for,
 * links that open in a window of their own, and, on request, as it looks in dark mode. It changes how the message is shown and never what
 * it says. Sandbox and policy overlap on purpose: mail HTML holds what customers and templates put there.
 */

export interface PreviewOptions {
  readonly appearance: 'light' | 'dark';
  /** Whether pictures from other servers may be loaded. */
  readonly remotePictures: boolean;
  /** Origin of the console, whose own pictures are always shown. */
  readonly origin: string;
}

const DARK_QUERY = /\(\s*prefers-color-scheme\s*:\s*dark\s*\)/gi;
const REMOTE_PICTURE =
  /(?:<img\b[^>]*?\bsrc\s*=\s*["']?|\bbackground\s*=\s*["']?|url\(\s*["']?)(https?:\/\/[^"'\s)>]+)/gi;

/** What mail apps do that turn a light message dark: everything inverted, pictures inverted back. */
const INVERTED = `<style>
html{background:#fff;filter:invert(1) hue-rotate(180deg)}
img,video,[background]{filter:invert(1) hue-rotate(180deg)}
</style>`;

/** Whether the message has dark colours of its own. */
export function bringsDarkColours(html: string): boolean {
  return html.search(DARK_QUERY) >= 0;
}

/** Whether the message shows pictures that another server would have to be asked for. */
export function hasRemotePictures(html: string, origin: string): boolean {
  return [...html.matchAll(REMOTE_PICTURE)].some(([, url = '']) => !url.startsWith(`${origin}/`));
}

function policy({ remotePictures, origin }: PreviewOptions): string {
  const pictures = ['data:', origin, ...(remotePictures ? ['https:', 'http:'] : [])].join(' ');
  return `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src ${pictures}; form-action 'none'">`;
}

/** Puts `first` where a browser reads it before anything of the message. */
function inHead(html: string, first: string): string {
  const head = /<head\b[^>]*>/i.exec(html);
  if (head === null) return `<!doctype html><head>${first}</head>${html}`;
  const end = head.index + head[0].length;
  return html.slice(0, end) + first + html.slice(end);
}

/** The document for the frame's `srcdoc`. Links open in a new window, which knows nothing of the console. */
export function previewDocument(html: string, options: PreviewOptions): string {
  const guard = `${policy(options)}<base target="_blank">`;
  if (options.appearance === 'light') return inHead(html, guard);
  if (bringsDarkColours(html)) return inHead(html.replaceAll(DARK_QUERY, '(min-width: 0px)'), guard);
  return inHead(html, guard + INVERTED);
}
