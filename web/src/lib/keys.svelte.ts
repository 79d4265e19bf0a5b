/**
 * Keys. What works everywhere is here; what works in a list is in ui/lists/keys.ts. Single characters can be switched off in the account
 * (WCAG 2.1.4), and never work while something is typed.
 */
import { keyWords as words } from '../words/keys';
import type { Row } from './words.svelte';

const KEPT_AS = 'balcao.letters';

export interface KeyGroup {
  title: Row;
  keys: { keys: string[]; what: Row }[];
}

/** The one table of keys, which the dialog of `?` shows. */
// prettier-ignore
export const KEYS: KeyGroup[] = [
  { title: words.everywhere, keys: [
    { keys: ['Ctrl', 'K'], what: words.palette }, { keys: ['?'], what: words.help }, { keys: ['/'], what: words.search },
    { keys: ['Ctrl', 'Enter'], what: words.save },
  ] },
  { title: words.inList, keys: [
    { keys: ['j'], what: words.next }, { keys: ['k'], what: words.previous }, { keys: ['x'], what: words.select },
    { keys: ['Shift', 'x'], what: words.range }, { keys: ['Enter'], what: words.open }, { keys: ['e'], what: words.resolve },
    { keys: ['Esc'], what: words.clear },
  ] },
  { title: words.inError, keys: [
    { keys: ['j'], what: words.nextError }, { keys: ['k'], what: words.previousError }, { keys: ['['], what: words.previousEvent },
    { keys: [']'], what: words.nextEvent },
  ] },
  { title: words.dragging, keys: [
    { keys: ['Space'], what: words.lift }, { keys: ['↑', '↓'], what: words.move }, { keys: ['Esc'], what: words.putBack },
  ] },
];

export type GlobalKey = 'palette' | 'help' | 'search';
type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'defaultPrevented' | 'target'>;

/** Whether typing goes into something: then characters are text. */
export function typesInto(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button', 'submit'].includes(target.type);
}

/** What a key does everywhere; null for every other. */
export function globalKey(event: Pressed, letters: boolean): GlobalKey | null {
  if (event.defaultPrevented || event.altKey) return null;
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === 'k' ? 'palette' : null;
  if (!letters || typesInto(event.target)) return null;
  return event.key === '?' ? 'help' : event.key === '/' ? 'search' : null;
}

function kept(): boolean {
  try {
    return localStorage.getItem(KEPT_AS) !== 'off';
  } catch {
    return true;
  }
}

class Keys {
  #letters = $state(kept());
  /** Whether the dialog of `?` is open. */
  help = $state(false);
  /** Whether the palette is open. */
  palette = $state(false);

  /** Whether single characters do something; a switch in *Your account*. */
  get letters(): boolean {
    return this.#letters;
  }
  set letters(on: boolean) {
    this.#letters = on;
    try {
      localStorage.setItem(KEPT_AS, on ? 'on' : 'off');
    } catch {
      // It then holds for this page only.
    }
  }

  /** For the window's keydown. */
  press(event: KeyboardEvent): void {
    const what = globalKey(event, this.#letters);
    // In a modal dialog only what is in it answers.
    if (!what || document.querySelector('dialog:modal')) return;
    event.preventDefault();
    if (what === 'search') document.querySelector<HTMLElement>('main input[type="search"]')?.focus();
    else this[what] = true;
  }
}

export const keys = new Keys();
