import { customerId, decisionId } from '../../../core/ids.ts';
import type { TemplatedMessage } from '../../../core/ports.ts';

export function aMessage(over: Partial<TemplatedMessage> = {}): TemplatedMessage {
  return {
    decisionId: decisionId('cart-saved/maya/cart:17/first/1'),
    customerId: customerId('maya'),
    journeyId: 'cart-saved',
    journeyVersion: 3,
    nodeId: 'first',
    class: 'promotional',
    topic: 'offers',
    locale: 'en',
    mergeData: {},
    at: Date.UTC(2026, 0, 15, 12),
    channel: 'email',
    to: 'maya@customer.example',
    template: 'cart-saved-first',
    templateVersion: 2,
    ...over,
  };
}
