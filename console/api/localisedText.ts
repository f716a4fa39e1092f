/** A text in both languages of the product. */
export interface LocalisedText {
  readonly en: string;
  readonly 'zh-CN': string;
}
