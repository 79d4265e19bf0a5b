/** The levels, gravest first, and the series that a chart makes of them. */
import { t } from '../../../lib/words.svelte';
import type { ChartSeries, LevelName } from '../../../ui/types';
import { levels as words } from '../../../words/ui';

export type { LevelName };
export const LEVELS: LevelName[] = ['fatal', 'error', 'warning', 'info', 'debug'];

export const levelSeries = (): ChartSeries[] => LEVELS.map((level) => ({ key: level, label: t(words[level]), color: level, level }));
