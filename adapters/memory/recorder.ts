/** A provider that sends nothing: it counts what it is handed, and tells a listener. Accepts everything. */
import type { MessageProvider, OutboundMessage } from '../../core/ports.ts';

export interface Recorder extends MessageProvider {
  /** Messages handed over so far. */
  readonly sent: number;
}

export function createRecorder(onMessage: (message: OutboundMessage) => void = () => {}): Recorder {
  let sent = 0;
  return {
    get sent() {
      return sent;
    },
    send: async (message) => {
      sent += 1;
      onMessage(message);
      return { kind: 'accepted', providerMessageId: `recorded-${sent}` };
    },
  };
}
