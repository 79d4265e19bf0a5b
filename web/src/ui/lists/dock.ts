/** While something is docked at the page's foot its height is `--dock`, so that toasts and what has the focus stay above it. */
import type { Action } from 'svelte/action';

const docked = new Map<HTMLElement, number>();

function tell() {
  const height = Math.max(0, ...docked.values());
  document.documentElement.style.setProperty('--dock', `${height}px`);
}

export const dock: Action<HTMLElement> = (node) => {
  const size = new ResizeObserver(() => {
    docked.set(node, node.offsetHeight);
    tell();
  });
  size.observe(node);
  return {
    destroy() {
      size.disconnect();
      docked.delete(node);
      tell();
    },
  };
};
