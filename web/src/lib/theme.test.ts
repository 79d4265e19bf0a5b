import { afterEach, expect, it, vi } from 'vitest';

afterEach(() => localStorage.clear());

async function fresh() {
  vi.resetModules();
  return (await import('./theme.svelte')).theme;
}

it('follows the system until somebody chooses, and remembers the choice', async () => {
  const theme = await fresh();
  expect(theme.now).toBe('system');
  expect(document.documentElement.dataset.theme).toBeUndefined();
  theme.now = 'dark';
  expect(document.documentElement.dataset.theme).toBe('dark');
  expect((await fresh()).now).toBe('dark');
  theme.now = 'system';
  expect(document.documentElement.dataset.theme).toBeUndefined();
  expect((await fresh()).now).toBe('system');
});

it('takes no other value from the storage', async () => {
  localStorage.setItem('balcao.theme', '"><b>');
  expect((await fresh()).now).toBe('system');
});
