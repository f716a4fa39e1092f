/**
 * The provider of a world: keeps what really left, apart from what anybody was told about it. A fault may lose the reply, or
 * the message; what it did is known here and nowhere else.
 */
import type {
  MessageProvider,
  OutboundMessage,
  ProviderReply,
  TemplatedMessage,
} from '../../../core/ports.ts';
import type { Dice } from './dice.ts';
import type { Wire } from './wire.ts';

export interface Effect {
  readonly decisionId: string;
  readonly customerId: string;
  readonly channel: OutboundMessage['channel'];
  readonly class: OutboundMessage['class'];
  readonly to: string;
  readonly at: number;
  readonly providerMessageId: string;
}

export interface Attempts {
  /** How often the message left. */
  effects: number;
  /** When it last left. */
  leftAt: number;
  /** How often the provider said for certain that it did not. */
  refusals: number;
  /** How often anybody tried. */
  tries: number;
}

const THROTTLED: ProviderReply = { kind: 'refused', reason: 'throttled', retryAfterMs: 60_000 };
const REFUSED: ProviderReply = { kind: 'refused', reason: 'address refused', retryAfterMs: null };
const BROKEN: ProviderReply = { kind: 'ambiguous', reason: 'the provider answered 503' };

export class PostOffice {
  readonly attempts = new Map<string, Attempts>();
  readonly effects: Effect[] = [];
  private readonly dice: Dice;
  private readonly now: () => number;
  private readonly onEffect: (effect: Effect) => void;
  /** Share of messages refused for good without any fault. */
  private readonly refusals: number;
  private readonly wire: Wire | null;
  private readonly onLost: (decisionId: string) => void;

  constructor(parts: {
    readonly dice: Dice;
    readonly now: () => number;
    readonly onEffect: (effect: Effect) => void;
    readonly refusals: number;
    /** Where messages go over a wire; the decision whose reply was lost there. */
    readonly wire: Wire | null;
    readonly onLost: (decisionId: string) => void;
  }) {
    this.dice = parts.dice;
    this.now = parts.now;
    this.onEffect = parts.onEffect;
    this.refusals = parts.refusals;
    this.wire = parts.wire;
    this.onLost = parts.onLost;
  }

  readonly provider: MessageProvider = {
    send: async (message) => {
      if (this.wire !== null && message.channel !== 'webhook') return this.carry(this.wire, message);
      return this.dice.chance(this.refusals) ? this.refuse(message, REFUSED) : this.take(message);
    },
  };

  /** Over the wire: what left is known from the other end of it. */
  private async carry(wire: Wire, message: TemplatedMessage): Promise<ProviderReply> {
    const attempts = this.attemptsOf(message.decisionId);
    attempts.tries += 1;
    const reply = await wire.carry(message, {
      leave: () => this.leave(message, attempts),
      lose: () => this.onLost(message.decisionId),
    });
    if (reply.kind === 'refused') attempts.refusals += 1;
    return reply;
  }

  /** What the caller hears of a struck call: F1 throttled; F2 a 5xx, the message gone or not; F5 refused for good. */
  readonly answer = (
    _operation: string,
    fault: 'F1' | 'F2' | 'F5',
    args: readonly unknown[],
  ): ProviderReply => {
    const message = args[0] as OutboundMessage;
    switch (fault) {
      case 'F1':
        return this.refuse(message, THROTTLED);
      case 'F5':
        return this.refuse(message, REFUSED);
      case 'F2':
        if (this.dice.chance(0.5)) this.take(message);
        else this.attemptsOf(message.decisionId).tries += 1;
        return BROKEN;
    }
  };

  attemptsOf(decisionId: string): Attempts {
    const known = this.attempts.get(decisionId);
    if (known !== undefined) return known;
    const none = { effects: 0, leftAt: 0, refusals: 0, tries: 0 };
    this.attempts.set(decisionId, none);
    return none;
  }

  private refuse({ decisionId }: OutboundMessage, reply: ProviderReply): ProviderReply {
    const attempts = this.attemptsOf(decisionId);
    attempts.tries += 1;
    attempts.refusals += 1;
    return reply;
  }

  private take(message: OutboundMessage): ProviderReply {
    const attempts = this.attemptsOf(message.decisionId);
    attempts.tries += 1;
    return { kind: 'accepted', providerMessageId: this.leave(message, attempts) };
  }

  /** The message leaves; the provider's id of it. */
  private leave(message: OutboundMessage, attempts: Attempts): string {
    const { decisionId, customerId, channel, to } = message;
    attempts.effects += 1;
    attempts.leftAt = this.now();
    const providerMessageId = `message-${this.effects.length + 1}`;
    const effect = {
      decisionId,
      customerId,
      channel,
      class: message.class,
      to,
      at: this.now(),
      providerMessageId,
    };
    this.effects.push(effect);
    this.onEffect(effect);
    return providerMessageId;
  }
}
