/** Arithmetic of the charts, without a browser. */
import type { ChartPoint } from '../types';

/** The top of an axis with three lines, at 0, its half and itself: both are numbers that people say. */
export function ceiling(max: number): number {
  if (max <= 2) return 2;
  const power = 10 ** Math.floor(Math.log10(max));
  const top = [2, 4, 6, 8, 10].find((step) => step * power >= max) ?? 10;
  return power === 1 && top === 10 ? 10 : max <= power ? power : top * power;
}

/** The sum of a point's series, those hidden left out. */
export function sum(point: ChartPoint, keys: readonly string[]): number {
  return keys.reduce((all, key) => all + (point.values[key] ?? 0), 0);
}

/**
 * Where the parts of one bar begin and end, in pixels above the foot, in the order of the series (the first at the bottom).
 * `perPixel` is how much one pixel stands for. A part that is there is at least `least` pixels high: one fatal among a million shows.
 */
export function parts(values: readonly number[], perPixel: number, least: readonly number[]): { from: number; to: number }[] {
  let at = 0;
  return values.map((value, i) => {
    const height = value > 0 ? Math.max(Math.round(value / perPixel), least[i] ?? 1) : 0;
    const part = { from: at, to: at + height };
    at += height;
    return part;
  });
}

/** Which of the candidates keep a label, so that they stand `apart` at least; evenly, from the first. */
export function thin(candidates: readonly number[], room: number, apart: number): number[] {
  const most = Math.max(1, Math.floor(room / apart));
  const stride = Math.ceil(candidates.length / most);
  return candidates.filter((_, i) => i % stride === 0);
}
