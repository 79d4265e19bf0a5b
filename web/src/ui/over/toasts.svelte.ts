/**
 * Short messages at the foot of the page: what was done, and the way back. What failed is told where it failed, never only here.
 * A message goes after six seconds, which don't count while the pointer is over it or it has the focus.
 */
import type { IconType } from '../types';

export type Toast = {
  id: number;
  text: string;
  icon?: IconType;
  action?: { label?: string; onclick: () => void };
};

type More = { undo?: () => void; undoLabel?: string; action?: { label: string; onclick: () => void }; icon?: IconType; ms?: number };
type Clock = { left: number; since: number; timer?: ReturnType<typeof setTimeout> };

const LIFE = 6000;
const MOST = 3;

class Toasts {
  list = $state<Toast[]>([]);
  #clocks = new Map<number, Clock>();
  #last = 0;

  /** Shows a message and returns its number. Where it can be undone, `undo` is what the button does. */
  show(text: string, more: More = {}): number {
    const id = ++this.#last;
    const action = more.undo ? { label: more.undoLabel, onclick: more.undo } : more.action;
    for (const old of this.list.slice(0, Math.max(0, this.list.length - MOST + 1))) this.hide(old.id);
    this.list.push({ id, text, icon: more.icon, action });
    this.#clocks.set(id, { left: more.ms ?? LIFE, since: 0 });
    this.resume(id);
    return id;
  }

  hide(id: number): void {
    clearTimeout(this.#clocks.get(id)?.timer);
    this.#clocks.delete(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  pause(id: number): void {
    const clock = this.#clocks.get(id);
    if (!clock?.timer) return;
    clearTimeout(clock.timer);
    clock.timer = undefined;
    clock.left = Math.max(1500, clock.left - (Date.now() - clock.since)); // time to read it again
  }

  resume(id: number): void {
    const clock = this.#clocks.get(id);
    if (!clock || clock.timer) return;
    clock.since = Date.now();
    clock.timer = setTimeout(() => this.hide(id), clock.left);
  }
}

export const toasts = new Toasts();
