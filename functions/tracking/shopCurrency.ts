/** The currency of the shop: what was stored, else what the settings say, else what the first order is in. */
import type { ConfigStore } from '../../core/ports.ts';
import type { Settings } from '../../core/settings/settings.ts';

export class ShopCurrency {
  private readonly store: Pick<ConfigStore, 'getValue' | 'replaceValue'>;
  private readonly settings: Settings;
  /** Null until it was read, and until an order has named it. */
  known: string | null = null;
  private claiming: Promise<string> | null = null;

  constructor(store: Pick<ConfigStore, 'getValue' | 'replaceValue'>, settings: Settings) {
    this.store = store;
    this.settings = settings;
  }

  /** Null until an order has named it. Once known it stays. */
  async current(): Promise<string | null> {
    if (this.known !== null) return this.known;
    const stored = await this.store.getValue('currency');
    const json: unknown = stored === null ? null : JSON.parse(stored);
    this.known = typeof json === 'string' ? json : this.settings.shop.currency;
    return this.known;
  }

  /** The shop's currency, which becomes this one where there was none. Of two at once the first is taken. */
  async claim(currency: string): Promise<string> {
    this.claiming ??= this.take(currency).finally(() => {
      this.claiming = null;
    });
    return this.claiming;
  }

  private async take(currency: string): Promise<string> {
    const known = await this.current();
    if (known !== null) return known;
    if (await this.store.replaceValue('currency', null, JSON.stringify(currency))) {
      this.known = currency;
      return currency;
    }
    return (await this.current()) ?? currency;
  }
}
