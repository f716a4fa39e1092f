/** The console's files, or while it is still being built a page that says so and looks again. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

export interface PageAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer | string;
  /** Hashed files never change. */
  readonly cacheable: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.map': 'application/json',
};

const PREPARING = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="1">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>Perennial</title>
<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;display:grid;place-items:center;min-height:90vh;margin:0}
main{max-width:32rem;padding:2rem}small{opacity:.7}</style></head>
<body><main><p><strong>Safe: nothing leaves.</strong></p>
<p>The console is being built; this page looks again every second.</p>
<p lang="zh-CN">控制台正在构建，本页每秒自动刷新。</p></main></body></html>`;

function preparing(): PageAnswer {
  return { status: 200, type: TYPES['.html'] ?? '', body: PREPARING, cacheable: false };
}

function missing(): PageAnswer {
  return { status: 404, type: 'text/plain', body: 'not found', cacheable: false };
}

async function fileAt(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch {
    return null;
  }
}

/** The path below the console's folder that a URL names; null where nobody can decode it. */
function relativePath(urlPath: string): string | null {
  try {
    return normalize(decodeURIComponent(urlPath)).replace(/^([/\\.])+/, '');
  } catch {
    return null;
  }
}

/** Answers a GET for a page or an asset below `dir`; every path without a file is the console's own. */
export async function pageFor(dir: string, urlPath: string, ready: boolean): Promise<PageAnswer> {
  if (!ready) return preparing();
  const relative = relativePath(urlPath);
  if (relative === null) return missing();
  const asset = extname(relative) === '' ? null : await fileAt(join(dir, relative));
  if (asset !== null) {
    const type = TYPES[extname(relative)] ?? 'application/octet-stream';
    return { status: 200, type, body: asset, cacheable: relative.startsWith('assets/') };
  }
  if (relative.startsWith('assets/')) return missing();
  const index = await fileAt(join(dir, 'index.html'));
  return index === null
    ? preparing()
    : { status: 200, type: TYPES['.html'] ?? '', body: index, cacheable: false };
}
