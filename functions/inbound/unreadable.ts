/** Something that came in and is no message: its sender is told, or it goes where failed records go. */
export class UnreadableInbound extends Error {
  readonly code = 'inbound-unreadable';
  constructor(detail: string) {
    super(detail);
    this.name = 'UnreadableInbound';
  }
}
