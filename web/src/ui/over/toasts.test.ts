import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toasts } from './toasts.svelte';

const texts = () => toasts.list.map((toast) => toast.text);

describe('toasts', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => {
    vi.runAllTimers();
    vi.useRealTimers();
  });

  it('go after six seconds', () => {
    toasts.show('saved');
    vi.advanceTimersByTime(5999);
    expect(texts()).toEqual(['saved']);
    vi.advanceTimersByTime(1);
    expect(texts()).toEqual([]);
  });
  it('stay while they are read, and a while after', () => {
    const id = toasts.show('saved');
    vi.advanceTimersByTime(5900);
    toasts.pause(id);
    vi.advanceTimersByTime(60_000);
    expect(texts()).toEqual(['saved']);
    toasts.resume(id);
    toasts.resume(id);
    vi.advanceTimersByTime(1499);
    expect(texts()).toEqual(['saved']);
    vi.advanceTimersByTime(1);
    expect(texts()).toEqual([]);
  });
  it('are three at most', () => {
    for (const text of ['a', 'b', 'c', 'd']) toasts.show(text);
    expect(texts()).toEqual(['b', 'c', 'd']);
  });
  it('offer the way back', () => {
    const undo = vi.fn();
    toasts.show('done', { undo });
    toasts.list[0]?.action?.onclick();
    expect(undo).toHaveBeenCalledOnce();
  });
});
