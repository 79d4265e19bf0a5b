/**
 * What follows from a page's h1: the window's title, and where the focus is after a navigation. Pages do nothing for it;
 * the h1 may come late, with the data it names.
 */

const NAME = 'balcão';
const PATIENCE_MS = 8_000;

export const titleOf = (heading: string | null | undefined): string => {
  const text = heading?.replace(/\s+/g, ' ').trim();
  return text ? `${text} · ${NAME}` : NAME;
};

const headingIn = (root: ParentNode): HTMLElement | null => root.querySelector('h1');

/** Keeps the title after the h1 within `root`; returns how to stop. */
export function followHeading(root: HTMLElement): () => void {
  const follow = () => {
    const title = titleOf(headingIn(root)?.textContent);
    if (document.title !== title) document.title = title;
  };
  const observer = new MutationObserver(follow);
  observer.observe(root, { subtree: true, childList: true, characterData: true });
  follow();
  return () => observer.disconnect();
}

/** Puts the focus on the h1 as soon as there is one, unless something within the page has taken it. Returns how to give up. */
export function focusHeading(root: HTMLElement): () => void {
  const before = document.activeElement;
  let observer: MutationObserver | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    observer?.disconnect();
    clearTimeout(timer);
  };
  const settle = (): boolean => {
    const active = document.activeElement;
    // Somebody has moved on, or the page has put the focus where it is needed.
    if (active && active !== before && active !== document.body) return true;
    const heading = headingIn(root);
    if (!heading) return false;
    if (!heading.hasAttribute('tabindex')) heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    return true;
  };
  // In a moment: until then the page before may still stand there.
  timer = setTimeout(() => {
    if (settle()) return;
    observer = new MutationObserver(() => settle() && stop());
    observer.observe(root, { subtree: true, childList: true });
    timer = setTimeout(stop, PATIENCE_MS);
  });
  return stop;
}
