/** What a chart writes: numbers of the axis, days, periods. */
import { date, dayMonth, time } from '../../lib/formats';
import { language } from '../../lib/language.svelte';
import { t } from '../../lib/words.svelte';
import { ui } from '../../words/ui';
import type { ChartPoint } from '../types';

/** 4 mil; 1,2 mi; 500. */
export function axisNumber(value: number): string {
  return new Intl.NumberFormat(language(), { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** “25/11, 15:00–18:00”, the day, or the first and the last day. */
export function period(point: ChartPoint, unit: 'hour' | 'day'): string {
  if (unit === 'day') {
    const last = point.until ? new Date(new Date(point.until).getTime() - 1) : point.at;
    return day(last) === day(point.at) ? date(point.at) : `${dayMonth(point.at)}–${date(last)}`;
  }
  const end = point.until ?? new Date(new Date(point.at).getTime() + 3_600_000).toISOString();
  return `${dayMonth(point.at)}, ${time(point.at)}–${time(end)}`;
}

const day = (at: string | Date) => new Date(at).toDateString();

/** Under the axis: the day where there are several, the hour within two days. */
export function pointLabel(points: ChartPoint[], index: number): string {
  const point = points[index];
  if (!point) return '';
  const days = new Set(points.map((one) => day(one.at))).size;
  if (days <= 2) return time(point.at);
  return day(point.at) === day(new Date()) ? t(ui.today) : dayMonth(point.at);
}
