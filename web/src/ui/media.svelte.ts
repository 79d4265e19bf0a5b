/**
 * What the window is like, for the few decisions that CSS can't make (a sheet instead of a panel, short numbers).
 * The bounds are design/README.md's "Grid".
 */
import { MediaQuery } from 'svelte/reactivity';

const narrow = new MediaQuery('(max-width: 767.98px)', false);
const coarse = new MediaQuery('(pointer: coarse)', false);
const wide = new MediaQuery('(min-width: 1024px)', true);
const still = new MediaQuery('(prefers-reduced-motion: reduce)', false);

export const media = {
  get narrow() {
    return narrow.current;
  },
  get coarse() {
    return coarse.current;
  },
  /** Drawn as on a phone: the same bound as in the parts' CSS. */
  get phone() {
    return narrow.current || coarse.current;
  },
  /** Wide enough for a panel beside the page. */
  get wide() {
    return wide.current;
  },
  get still() {
    return still.current;
  },
};
