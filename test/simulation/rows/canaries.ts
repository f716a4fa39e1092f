/** What is looked for after an erasure. */
/** What one person brings in. Unique to them, and no part of any other text. */
export interface Canaries {
  readonly id: string;
  readonly anonymous: string;
  readonly alias: string;
  readonly email: string;
  readonly oldEmail: string;
  readonly phone: string;
  readonly texts: Readonly<
    Record<
      | 'name'
      | 'trait'
      | 'item'
      | 'property'
      | 'order'
      | 'reply'
      | 'mail'
      | 'url'
      | 'wording'
      | 'data'
      | 'source'
      | 'points'
      | 'spent'
      | 'redeemed'
      | 'complaint',
      string
    >
  >;
}
