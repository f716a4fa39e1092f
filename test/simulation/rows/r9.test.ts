import { describe, expect, it } from 'vitest';
import { EVERY_ZONE } from '../../core/journey/clock/wallClocks.ts';
import { auditSendingHours } from './r9.ts';

describe('R9', () => {
  it('nothing leaves outside of sending hours around the clock changes, here of every fifteenth zone', () => {
    const some = EVERY_ZONE.filter((_, i) => i % 15 === 0);
    const audit = auditSendingHours([...some, 'Australia/Lord_Howe', 'Africa/Casablanca'], 2026, false);
    expect(audit.examples).toEqual([]);
    expect([audit.outside, audit.late]).toEqual([0, 0]);
    expect(audit.sent).toBeGreaterThan(1_000);
    expect(audit.asked - audit.sent).toBeGreaterThan(1_000);
  });
});
