/** DNS of a test's making: a resolver over a table, and a server that answers over UDP as one on the network does. */
import { createSocket } from 'node:dgram';
import { DnsUnavailable, type DomainResolver, type Mx } from '../../../local/domain/resolver.ts';

export interface Zone {
  readonly txt?: Readonly<Record<string, readonly string[]>>;
  readonly mx?: Readonly<Record<string, readonly Mx[]>>;
  readonly cname?: Readonly<Record<string, string>>;
  /** Names nobody answers about; `*` for all. */
  readonly silent?: readonly string[];
  /** Names that do not exist. */
  readonly unknown?: readonly string[];
}

export function fakeDns({ txt = {}, mx = {}, cname = {}, silent = [], unknown = [] }: Zone): DomainResolver {
  const check = (name: string) => {
    if (silent.includes(name) || silent.includes('*')) throw new DnsUnavailable(name, 'ETIMEOUT');
  };
  return {
    txt: async (name) => {
      check(name);
      return [...(txt[name] ?? [])];
    },
    mx: async (name) => {
      check(name);
      return [...(mx[name] ?? [])];
    },
    exists: async (name) => {
      check(name);
      return !unknown.includes(name);
    },
    cname: async (name) => {
      check(name);
      return cname[name] ?? null;
    },
  };
}

function nameIn(message: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (;;) {
    const length = message[at] ?? 0;
    at += 1;
    if (length === 0) return { name: labels.join('.').toLowerCase(), end: at };
    labels.push(message.subarray(at, at + length).toString('latin1'));
    at += length;
  }
}

/** Strings of at most 255 bytes, as TXT records are made of. */
function textData(text: string): Buffer {
  const parts = text.match(/[^]{1,200}/g) ?? [''];
  return Buffer.concat(
    parts.map((part) => Buffer.concat([Buffer.from([part.length]), Buffer.from(part, 'latin1')])),
  );
}

const TXT = 16;
const NAME_ERROR = 3;

/** A server of TXT records; its address, and how to stop it. Names it does not know do not exist. */
export async function dnsServer(
  txt: Readonly<Record<string, readonly string[]>>,
): Promise<{ address: string; close: () => void }> {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const { name, end } = nameIn(query);
    const records = query.readUInt16BE(end) === TXT ? (txt[name] ?? []) : [];
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(0x8180 | (records.length === 0 && txt[name] === undefined ? NAME_ERROR : 0), 2);
    header.writeUInt16BE(records.length, 6);
    header.writeUInt32BE(0, 8);
    const answers = records.map((record) => {
      const data = textData(record);
      const fixed = Buffer.alloc(12);
      fixed.writeUInt16BE(0xc00c, 0);
      fixed.writeUInt16BE(TXT, 2);
      fixed.writeUInt16BE(1, 4);
      fixed.writeUInt16BE(data.length, 10);
      return Buffer.concat([fixed, data]);
    });
    socket.send(Buffer.concat([header, query.subarray(12, end + 4), ...answers]), port, address);
  });
  await new Promise<void>((resolve) => {
    socket.bind(0, '127.0.0.1', resolve);
  });
  return { address: `127.0.0.1:${socket.address().port}`, close: () => socket.close() };
}
