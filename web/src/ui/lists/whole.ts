/**
 * An action for a text that may be cut by an ellipsis: the whole of it is its title while it is cut, and is shown while it has the focus by keyboard.
 * `{ focusable: true }` makes a plain text a stop for Tab while it is cut, since otherwise nobody could read it without a pointer.
 */
import type { Action } from 'svelte/action';
import { place } from '../over/place';

type Options = { focusable?: boolean };

const cut = (node: HTMLElement) => node.scrollWidth > node.clientWidth || node.scrollHeight > node.clientHeight + 1;

export const whole: Action<HTMLElement, Options | undefined> = (node, options) => {
  let tip: HTMLElement | undefined;

  function look() {
    const is = cut(node);
    if (is) node.title = node.textContent?.trim() ?? '';
    else node.removeAttribute('title');
    if (!options?.focusable) return;
    if (is) node.tabIndex = 0;
    else node.removeAttribute('tabindex');
  }

  function hide() {
    tip?.remove();
    tip = undefined;
  }

  function show() {
    const focused = node.closest(':focus-visible');
    if (!focused || !cut(node)) return;
    hide();
    tip = document.createElement('div');
    tip.className = 'whole';
    tip.popover = 'manual';
    tip.ariaHidden = 'true'; // readers have the whole text already
    tip.textContent = node.textContent?.trim() ?? '';
    (node.closest('dialog') ?? document.body).append(tip);
    tip.showPopover();
    const win = { width: document.documentElement.clientWidth, height: window.innerHeight };
    const at = place(node.getBoundingClientRect(), tip.offsetWidth, tip.offsetHeight, win);
    tip.style.left = `${at.left}px`;
    tip.style.top = `${at.top}px`;
  }

  const size = new ResizeObserver(look);
  size.observe(node);
  const target = options?.focusable ? node : (node.closest('a, button') ?? node);
  target.addEventListener('focus', show);
  target.addEventListener('blur', hide);
  node.addEventListener('pointerenter', look);
  window.addEventListener('scroll', hide, { passive: true, capture: true });
  return {
    destroy() {
      size.disconnect();
      hide();
      target.removeEventListener('focus', show);
      target.removeEventListener('blur', hide);
      window.removeEventListener('scroll', hide, { capture: true });
    },
  };
};
