/** The text of an SMS in words and the addresses a phone would make links of. */

export interface SmsPiece {
  readonly kind: 'words' | 'link';
  readonly words: string;
}

/** What ends a sentence is no part of an address. */
const ADDRESS = /(https?:\/\/[^\s，。；：！？、（）]*[^\s，。；：！？、（）.,;:!?)'"])/g;

/** Joined, the pieces are the text. */
export function smsPieces(text: string): readonly SmsPiece[] {
  return text
    .split(ADDRESS)
    .map((words, place): SmsPiece => ({ kind: place % 2 === 1 ? 'link' : 'words', words }))
    .filter(({ words }) => words !== '');
}
