/** The theme: the system's until somebody chooses, then what was chosen, in this browser. */
export type Theme = 'system' | 'light' | 'dark';

const KEPT_AS = 'balcao.theme';

function kept(): Theme {
  try {
    const value = localStorage.getItem(KEPT_AS);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system'; // the browser forbids storage
  }
}

function draw(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

const first = kept();
let current = $state<Theme>(first);
draw(first);

export const theme = {
  get now(): Theme {
    return current;
  },
  set now(next: Theme) {
    current = next;
    draw(next);
    try {
      if (next === 'system') localStorage.removeItem(KEPT_AS);
      else localStorage.setItem(KEPT_AS, next);
    } catch {
      // It then holds for this page only.
    }
  },
};
