/** The question before a page with unsaved text is left. One dialog (in App.svelte) asks for all forms. */
import { guard } from './place.svelte';

class Leaving {
  /** Whether the dialog is open. */
  open = $state(false);
  #answer: ((leave: boolean) => void) | null = null;

  /** Asks; true when the person leaves. */
  ask = (): Promise<boolean> => {
    this.#answer?.(false);
    this.open = true;
    return new Promise((done) => (this.#answer = done));
  };

  answer(leave: boolean): void {
    this.open = false;
    this.#answer?.(leave);
    this.#answer = null;
  }

  /** Asks whenever the page is left while `dirty`. Returns how to stop. */
  guard(dirty: () => boolean): () => void {
    return guard(dirty, this.ask);
  }
}

export const leaving = new Leaving();
