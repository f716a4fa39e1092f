import { describe, expect, it } from 'vitest';
import { nextWorkingTime, type WorkingTime } from '../../../core/care/workingTime.ts';
import { at } from '../../support/builders.ts';

const OFFICE: WorkingTime = {
  days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
  from: '09:00',
  until: '18:00',
};

describe('nextWorkingTime', () => {
  it.each([
    ['within the day', '2026-03-10T11:00Z', '2026-03-10T11:00Z'],
    ['at its very beginning', '2026-03-10T08:00Z', '2026-03-10T08:00Z'],
    ['before it', '2026-03-10T05:30Z', '2026-03-10T08:00Z'],
    ['at its very end', '2026-03-10T17:00Z', '2026-03-11T08:00Z'],
    ['in the evening', '2026-03-10T20:00Z', '2026-03-11T08:00Z'],
    ['on Friday night', '2026-03-13T20:00Z', '2026-03-16T08:00Z'],
    ['on a Sunday', '2026-03-15T10:00Z', '2026-03-16T08:00Z'],
    ['over the clock change', '2026-03-28T10:00Z', '2026-03-30T07:00Z'],
  ])('%s', (_, asked, expected) => {
    expect(nextWorkingTime(at(asked), 'Europe/Berlin', OFFICE)).toBe(at(expected));
  });

  it('works until midnight where the day ends at 24:00', () => {
    const late: WorkingTime = { ...OFFICE, until: '24:00' };
    expect(nextWorkingTime(at('2026-03-10T22:59Z'), 'Europe/Berlin', late)).toBe(at('2026-03-10T22:59Z'));
    expect(nextWorkingTime(at('2026-03-10T23:00Z'), 'Europe/Berlin', late)).toBe(at('2026-03-11T08:00Z'));
  });

  it('takes the time itself where the zone is unknown', () => {
    expect(nextWorkingTime(at('2026-03-15T10:00Z'), 'Mars/Olympus', OFFICE)).toBe(at('2026-03-15T10:00Z'));
  });
});
