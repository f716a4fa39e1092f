import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaveBeforeOrder, raceTo } from '../../../core/value/leaveBeforeOrder.ts';
import { stepDown, stepUp } from '../../../core/value/leaveBeforeOrderSteps.ts';

const between = (min: number, max: number) =>
  fc.double({ min: Math.log(min), max: Math.log(max), noNaN: true }).map(Math.exp);

const near = fc.tuple(between(1e-3, 1e3), between(1e-3, 1e3), between(1 / 400, 400));

function raceAt(a: number, s: number, q: number) {
  const race = { rho: 0, byA: 0, byS: 0 };
  raceTo(a, s, q, race);
  return race;
}

/** s·q^s ∫ (1 + u)^−a (q + u)^−(s + 1) du by Simpson's rule in ln(1 + u). */
function simpson(a: number, s: number, q: number): number {
  const until = 60 / (a + s);
  const panels = 100_000;
  let sum = 0;
  for (let i = 0; i <= panels; i += 1) {
    const v = (until * i) / panels;
    const part = Math.exp((1 - a) * v + s * Math.log(q) - (s + 1) * Math.log(q + Math.expm1(v)));
    sum += part * (i === 0 || i === panels ? 1 : i % 2 === 0 ? 2 : 4);
  }
  return (s * sum * until) / panels / 3;
}

describe('leaveBeforeOrder', () => {
  // Arbitrary-precision values of s/(a + s)·2F1(a, 1; a + s + 1; 1 − q) and of its derivatives by a and s.
  it.each([
    [0.55, 0.6, 1.1, 0.509011299808766, -0.459642762050933, 0.411465688796526],
    [2.55, 0.6, 1.0, 0.19047619047619, -0.0604686318972033, 0.256991685563114],
    [26.5, 0.6, 0.8, 0.0272898685098438, -0.000993576151234588, 0.0442518762160802],
    [0.01, 0.01, 3, 0.494618188813564, -25.262175113459, 24.7348983852852],
    [500, 2, 0.05, 0.0718032178248731, -0.000129313433880407, 0.0333984238997187],
    [3, 300, 20, 0.840122521555863, -0.0450956414629591, 0.000429953920315873],
    [0.5, 0.5, 300, 0.0545836390491263, -0.256606966381735, 0.0738024329970433],
    [0.5, 0.5, 5_000, 0.0139449246086527, -0.101263589054828, 0.0192118072709632],
    [7, 0.3, 1e6, 4.99999870000075e-8, -8.33332856667128e-9, 1.66666613333367e-7],
    [1, 0.7, 2_000, 0.00238745010395028, -0.00856053462232891, 0.00313414453260353],
    [1 + 3e-7, 0.7, 2_000, 0.00238744753579181, -0.00856052185336435, 0.00313414146238511],
    [0.4, 0.6, 1e-3, 0.985136204279669, -0.0289910907507901, 0.0805990425509728],
    [40, 12, 1e-5, 0.999963637854476, -9.09017277819841e-7, 3.30550051687946e-6],
  ])('at a = %d, s = %d, q = %d has its value and its slopes', (a, s, q, rho, byA, byS) => {
    const race = raceAt(a, s, q);
    expect(Math.abs(race.rho / rho - 1)).toBeLessThan(1e-11);
    expect(Math.abs(race.byA / byA - 1)).toBeLessThan(1e-9);
    expect(Math.abs(race.byS / byS - 1)).toBeLessThan(1e-9);
  });

  it.each([
    [3, 2, 0.3],
    [1.5, 4, 7],
    [0.8, 1.2, 1.5],
  ])('is the integral over the moment of leaving at a = %d, s = %d, q = %d', (a, s, q) => {
    expect(leaveBeforeOrder(a, s, q)).toBeCloseTo(simpson(a, s, q), 9);
  });

  it('is s/(a + s) where both have been waited for equally long', () => {
    fc.assert(
      fc.property(between(1e-3, 1e3), between(1e-3, 1e3), (a, s) => {
        expect(leaveBeforeOrder(a, s, 1)).toBeCloseTo(s / (a + s), 12);
      }),
    );
  });

  it('is certain to be won by one side or the other', () => {
    fc.assert(
      fc.property(near, ([a, s, q]) => {
        expect(leaveBeforeOrder(a, s, q) + leaveBeforeOrder(s, a, 1 / q)).toBeCloseTo(1, 11);
      }),
    );
  });

  it('goes on without a break where the method changes', () => {
    for (const q of [60, 1 / 400]) {
      for (const [a, s] of [
        [0.5, 0.6],
        [3, 20],
        [80, 0.1],
      ] as const) {
        const [below, above] = [
          leaveBeforeOrder(a, s, q * (1 - 1e-9)),
          leaveBeforeOrder(a, s, q * (1 + 1e-9)),
        ];
        expect(Math.abs(below - above)).toBeLessThan(1e-9);
      }
    }
  });

  it('steps up and down to the values at the neighbouring shape', () => {
    fc.assert(
      fc.property(between(1, 100), between(0.1, 20), between(2.5, 50), (a, s, q) => {
        const [here, next] = [raceAt(a, s, q), raceAt(a + 1, s, q)];
        const down = { ...next };
        stepDown(a, s, q, down);
        expect(down.rho).toBeCloseTo(here.rho, 8);
        const up = { ...here };
        stepUp(a, s, q, up);
        if (a > s / (q - 2)) expect(up.byS).toBeCloseTo(next.byS, 8);
      }),
    );
  });

  it('is a chance, falling in a and rising in s, for anything positive', () => {
    const any = between(1e-6, 1e6);
    fc.assert(
      fc.property(any, any, between(1e-9, 1e9), (a, s, q) => {
        const { rho, byA, byS } = raceAt(a, s, q);
        expect(rho).toBeGreaterThanOrEqual(0);
        expect(rho).toBeLessThanOrEqual(1);
        expect(a * byA).toBeLessThan(1e-6);
        expect(s * byS).toBeGreaterThan(-1e-6);
      }),
    );
  });
});
