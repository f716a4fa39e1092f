/** Chooses the road of a call: `--remote`, else the server that holds the data folder, else the folder itself. */
import type { Connect, Destination, Transport } from '../transport.ts';
import { misuse } from '../failure.ts';
import { folderTransport } from './folderTransport.ts';
import { httpTransport } from './httpTransport.ts';
import { isLoopback } from './isLoopback.ts';
import { findHolder } from './localServer.ts';
import { remoteTransport } from './remoteTransport.ts';

function unencrypted({ origin }: URL) {
  return misuse(`${origin} is not encrypted: the key could be read on the way.`, {
    field: '--remote',
    remedy: 'Name it by https://. Only this machine itself may be reached without.',
  });
}

export function connectWith(openFolder: (to: Destination) => Promise<Transport>): Connect {
  return async (to, notify) => {
    if (to.remote !== null) {
      const base = new URL(to.remote);
      if (base.protocol === 'http:' && !isLoopback(base)) throw unencrypted(base);
      return remoteTransport({ base, token: to.key }, to.workspace, notify);
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
