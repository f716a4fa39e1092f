/** Values of rows as text, and what text may not be. */
import { type Unreadable, unreadable } from './rowFault.ts';

export const LONGEST_TEXT = 512;

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) < 32) return true;
  return false;
}

/** Why a text can be no id, name or item; null where it can. */
export function faultOfText(text: string): Unreadable | null {
  if (text === '') return unreadable('empty', 'is empty', 'fill it in or remove the row');
  if (text.length > LONGEST_TEXT)
    return unreadable(
      'too-long',
      `has ${text.length} characters; ${LONGEST_TEXT} are the most`,
      'shorten it, or check which column --map names',
    );
  if (hasControlCharacter(text))
    return unreadable(
      'control-character',
      'holds a line break or control character',
      'remove that character',
    );
  if (!text.isWellFormed())
    return unreadable('damaged-text', 'holds half a character', 'write the file again as UTF-8');
  return null;
}

/**
 * A JSON value as text, as a CSV cell would hold it: nothing for null. A number that is not exact is refused, because as
 * an id it would name somebody else.
 */
export function textOf(value: unknown): string | Unreadable {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  if (typeof value !== 'number')
    return unreadable('not-text', 'is neither text nor a number', 'write it as text or as a number');
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    return unreadable(
      'inexact-number',
      'has more digits than a JSON number holds',
      'write it in double quotes',
    );
  return String(value);
}
