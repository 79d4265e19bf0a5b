/** What the parts of the design system take. */
import type { Component } from 'svelte';

/** An icon of lucide, as a value: `import Check from '@lucide/svelte/icons/check'`. */
export type IconType = Component<{ size?: number | string; strokeWidth?: number | string; class?: string; 'aria-hidden'?: 'true' }>;

export type Option = { value: string; label: string; icon?: IconType; disabled?: boolean };

export type MenuItem = {
  label: string;
  icon?: IconType;
  onclick?: () => void;
  href?: string;
  kind?: 'delete' | 'main';
  /** The key that does the same, shown beside it. */
  key?: string;
  checked?: boolean;
  disabled?: boolean;
  /** Why it is disabled. */
  reason?: string;
  /** Draws a line above it. */
  line?: boolean;
};

export type BarAction = MenuItem & { id: string; busy?: boolean; phone?: 'word' | 'icon' | 'menu' };

export type LevelName = 'fatal' | 'error' | 'warning' | 'info' | 'debug';

export type Column<T> = {
  key: string;
  label: string;
  /** A grid track; `minmax(0, 1fr)` if it is left out. */
  width?: string;
  align?: 'start' | 'end';
  /** Value of `order` that this head asks for; without it the head is no button. */
  sort?: string;
  sortDirection?: 'ascending' | 'descending';
  hideLabel?: boolean;
  kind?: 'title' | 'support' | 'code';
  value?: (row: T) => string | number | null | undefined;
  /** Where it stands in a phone's row. */
  phone?: 'top' | 'title' | 'support' | 'end' | 'support-end' | 'none';
};

export type Group = { key: string; label: string; danger?: boolean };

export type Fact = { term: string; value?: unknown; code?: boolean; href?: string; at?: string };

export type PaletteItem = {
  id: string;
  title: string;
  icon?: IconType;
  kind?: string;
  at?: string;
  detail?: string;
  href?: string;
  group?: string;
};

export type ConflictRow = { label: string; mine: unknown; theirs: unknown; base?: unknown };

export type ChartColor = LevelName | 'accent';
export type ChartSeries = { key: string; label: string; color: ChartColor; level?: LevelName };
export type ChartPoint = { at: string; until?: string; values: Record<string, number> };
