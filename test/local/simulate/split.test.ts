import { describe, expect, it } from 'vitest';
import { Split } from '../../../local/simulate/split.ts';
import { customerId } from '../../../core/ids.ts';

function person(id: string, email: string | null, phone: string | null = null) {
  return { id: customerId(id), email, phone };
}

describe('a split', () => {
  it('puts people who share an address in one part, and both parts are used', () => {
    const split = new Split(['email']);
    const parts = Array.from({ length: 100 }, (_, i) => split.partOf(person(`a${i}`, `${i}@shop.example`)));
    expect(new Set(parts)).toEqual(new Set([0, 1]));
    const again = Array.from({ length: 100 }, (_, i) => split.partOf(person(`b${i}`, `${i}@shop.example`)));
    expect(again).toEqual(parts);
  });

  it('follows a shared phone where there is another email', () => {
    const split = new Split(['email', 'sms']);
    const parts = Array.from({ length: 50 }, (_, i) =>
      split.partOf(person(`a${i}`, `a${i}@shop.example`, `+4930${i}`)),
    );
    const others = Array.from({ length: 50 }, (_, i) =>
      split.partOf(person(`b${i}`, `b${i}@shop.example`, `+4930${i}`)),
    );
    expect(others).toEqual(parts);
  });

  it('gives up where somebody has addresses of both parts', () => {
    const split = new Split(['email', 'sms']);
    const known = Array.from({ length: 50 }, (_, i) => ({
      email: `${i}@shop.example`,
      part: split.partOf(person(`e${i}`, `${i}@shop.example`)),
      phone: `+4930${i}`,
      phonePart: split.partOf(person(`p${i}`, null, `+4930${i}`)),
    }));
    const crossing = known.find(({ part, phonePart }) => part !== phonePart);
    expect(crossing).toBeDefined();
    expect(split.partOf(person('x', crossing?.email ?? null, crossing?.phone ?? null))).toBeNull();
  });
});
