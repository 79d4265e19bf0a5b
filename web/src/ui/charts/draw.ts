/** Draws the stacked bars into uPlot's canvas: uPlot has the scales, axes, grid and pointer. */
import type uPlot from 'uplot';
import type { ChartPoint, ChartSeries } from '../types';
import { ceiling, parts, sum, thin } from './scale';

export type Look = (name: string) => string;
export type Picture = { points: ChartPoint[]; series: ChartSeries[]; hidden: ReadonlySet<string>; running: boolean };

const shown = (picture: Picture) => picture.series.filter((one) => !picture.hidden.has(one.key));

export function highest(picture: Picture): number {
  const keys = shown(picture).map((one) => one.key);
  return ceiling(Math.max(0, ...picture.points.map((point) => sum(point, keys))));
}

export function drawBars(u: uPlot, picture: Picture, look: Look): void {
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  const series = shown(picture);
  const colors = series.map((one) => look(`--${one.color}`));
  const least = series.map((one) => (one.color === 'fatal' ? 2 : 1) * ratio);
  const step = bbox.width / Math.max(1, picture.points.length);
  const foot = Math.round(bbox.top + bbox.height);
  const perPixel = highest(picture) / bbox.height;
  ctx.save();
  picture.points.forEach((point, i) => {
    const left = Math.round(bbox.left + i * step);
    const width = Math.max(1, Math.round(bbox.left + (i + 1) * step) - left - ratio);
    ctx.globalAlpha = picture.running && i === picture.points.length - 1 ? 0.55 : 1;
    const stack = parts(
      series.map((one) => point.values[one.key] ?? 0),
      perPixel,
      least,
    );
    stack.forEach(({ from, to }, j) => {
      const height = to - from - (from > 0 && to - from > 2 * ratio ? ratio : 0); // a hairline between two parts
      if (height <= 0) return;
      ctx.fillStyle = colors[j] ?? '';
      ctx.fillRect(left, foot - to, width, height);
    });
  });
  ctx.restore();
}

type Frame = {
  width: number;
  height: number;
  picture: () => Picture;
  look: Look;
  label: (index: number) => string;
  candidates: () => number[];
  value: (n: number) => string;
  onpoint: (index: number | null, left: number) => void;
  /** A range was drawn, or a bar pressed; without it neither is offered. */
  onrange?: (from: number, to: number) => void;
};

/** The bars between two places on the x axis, whichever comes first. */
export function between(u: uPlot, from: number, to: number, count: number): [number, number] {
  const index = (x: number) => Math.min(Math.max(Math.round(u.posToVal(x, 'x')), 0), Math.max(0, count - 1));
  return [Math.min(index(from), index(to)), Math.max(index(from), index(to))];
}

/** What uPlot is made with. Bars stand at 0 … n-1 on the x axis. */
export function options(frame: Frame): uPlot.Options {
  const { look } = frame;
  const font = `12px ${look('font-family')}`;
  const text = () => look('--text-3');
  const edges = () => frame.candidates().map((index) => index - 0.5);
  return {
    width: frame.width,
    height: frame.height,
    padding: [8, 0, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { setScale: false, x: Boolean(frame.onrange), y: false, dist: 6 } },
    scales: {
      x: { time: false, range: () => [-0.5, Math.max(0.5, frame.picture().points.length - 0.5)] },
      y: { range: () => [0, highest(frame.picture())] },
    },
    series: [{}, { paths: () => null, points: { show: false } }],
    axes: [
      {
        font,
        stroke: text,
        size: 24,
        gap: 4,
        align: 1,
        grid: { show: false },
        ticks: { show: false },
        splits: edges,
        values: (_, splits) => splits.map((split) => frame.label(split + 0.5)),
      },
      {
        side: 1,
        font,
        stroke: text,
        size: 52,
        gap: 8,
        ticks: { show: false },
        grid: { stroke: () => look('--grid'), width: 1 },
        splits: () => [0, highest(frame.picture()) / 2, highest(frame.picture())],
        values: (_, splits) => splits.map(frame.value),
      },
    ],
    hooks: {
      draw: [(u) => drawBars(u, frame.picture(), look)],
      setSelect: [
        (u) => {
          const { left, width } = u.select;
          if (width <= 0) return;
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          frame.onrange?.(...between(u, left, left + width, frame.picture().points.length));
        },
      ],
      setCursor: [
        (u) => frame.onpoint(u.cursor.left !== undefined && u.cursor.left >= 0 ? (u.cursor.idx ?? null) : null, u.cursor.left ?? 0),
      ],
    },
  };
}

/** Where a label may stand: the first bar of each day, or each bar within two days; thinned to the room there is. */
export function labels(points: ChartPoint[], room: number): number[] {
  const day = (at: string) => new Date(at).toDateString();
  const days = points.flatMap((point, i) => (i === 0 || day(point.at) !== day(points[i - 1]?.at ?? '') ? [i] : []));
  return thin(days.length > 2 ? days : points.map((_, i) => i), room, 72);
}
