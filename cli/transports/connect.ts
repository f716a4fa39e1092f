/** Chooses the road of a call: `--remote`, else the server that holds the data folder, else the folder itself. */
import type { Connect, Destination, Transport } from '../transport.ts';
import { folderTransport } from './folderTransport.ts';
import { httpTransport } from './httpTransport.ts';
import { isLoopback } from './isLoopback.ts';
import { findHolder } from './localServer.ts';

export function connectWith(openFolder: (to: Destination) => Promise<Transport>): Connect {
  return async (to, notify) => {
    if (to.remote !== null) {
      const base = new URL(to.remote);
      if (base.protocol === 'http:' && !isLoopback(base))
        notify({ kind: 'unencrypted', remote: base.origin });
      return httpTransport({ base, token: to.key }, to.workspace, notify);
    }
    const holder = await findHolder(to.dataDir);
    switch (holder.kind) {
      case 'server':
        return httpTransport(holder.endpoint, to.workspace, notify);
      case 'stale':
        notify({ kind: 'stale-lock', pid: holder.lock.pid, why: holder.why });
        return openFolder(to);
      case 'none':
        return openFolder(to);
    }
  };
}

export const connect: Connect = connectWith(folderTransport);
