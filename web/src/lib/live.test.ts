import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Live, type Page } from './live.svelte';
import { offline, Problem } from './problem';

interface Row {
  id: string;
  title?: string;
}
const rows = (...ids: string[]): Row[] => ids.map((id) => ({ id }));
const ids = (list: Live<Row>) => list.rows?.map((row) => row.id).join('');

/** A list whose service answers with `pages` by cursor. */
function listOf(first: Row[], next: string | null = null) {
  const service = {
    pages: { '': { items: first, next_cursor: next, total: first.length } } as Record<string, Page<Row>>,
    unchanged: false,
    fails: null as unknown,
  };
  const page = vi.fn(async (cursor: string | undefined) => {
    if (service.fails) throw service.fails;
    return { data: service.pages[cursor ?? ''] as Page<Row>, unchanged: service.unchanged };
  });
  return { service, page, list: new Live<Row>({ page }) };
}

describe('a list', () => {
  it('is a skeleton, then its first page', async () => {
    const { list } = listOf(rows('a', 'b'));
    const loading = list.load();
    expect(list.rows).toBe(null);
    await loading;
    expect([ids(list), list.total, list.next]).toEqual(['ab', 2, null]);
  });
  it('tells why it did not load, but stays a skeleton without a network', async () => {
    const { list, service } = listOf([]);
    service.fails = new Problem({ status: 500, code: 'internal' });
    await list.load();
    expect(list.problem?.status).toBe(500);
    service.fails = offline();
    await list.load();
    expect([list.problem, list.rows]).toEqual([null, null]);
  });
  it('throws away the answer of an older question', async () => {
    const answers: ((page: { data: Page<Row>; unchanged: boolean }) => void)[] = [];
    const list = new Live<Row>({ page: () => new Promise((done) => answers.push(done)) });
    const [old, now] = [list.load(), list.load()];
    answers[1]?.({ data: { items: rows('n'), next_cursor: null }, unchanged: false });
    answers[0]?.({ data: { items: rows('o'), next_cursor: null }, unchanged: false });
    await Promise.all([old, now]);
    expect(ids(list)).toBe('n');
  });
  it('goes on by pages, no row twice', async () => {
    const { list, service } = listOf(rows('a', 'b'), 'p2');
    service.pages.p2 = { items: rows('b', 'c'), next_cursor: null };
    await list.load();
    await list.more();
    await list.more();
    expect([ids(list), list.next]).toEqual(['abc', null]);
  });
});

describe('what is new', () => {
  let made: ReturnType<typeof listOf>;
  beforeEach(async () => {
    made = listOf(rows('a', 'b'), 'p2');
    await made.list.load();
  });
  const news = (items: Row[]) => (made.service.pages[''] = { items, next_cursor: 'p2', total: items.length });

  it('waits behind a count, and comes when asked for', async () => {
    news(rows('n', 'a', 'b'));
    await made.list.poll();
    expect([ids(made.list), made.list.fresh]).toEqual(['ab', 1]);
    made.list.reveal();
    expect([ids(made.list), made.list.fresh, [...made.list.arrived]]).toEqual(['nab', 0, ['n']]);
  });
  it('shows at once what changed in rows that are there', async () => {
    news([{ id: 'a', title: 'changed' }, { id: 'b' }]);
    await made.list.poll();
    expect([made.list.rows?.[0]?.title, made.list.fresh]).toEqual(['changed', 0]);
  });
  it('is nothing after a 304', async () => {
    made.service.unchanged = true;
    const before = made.list.rows;
    await made.list.poll();
    expect(made.list.rows).toBe(before);
  });
  it('leaves what is shown alone when the service is away', async () => {
    made.service.fails = offline();
    await made.list.poll();
    expect([ids(made.list), made.list.problem]).toEqual(['ab', null]);
  });
  it('takes away rows that are gone, when the list is one page', async () => {
    made.service.pages[''] = { items: rows('b'), next_cursor: null, total: 1 };
    await made.list.poll();
    expect(ids(made.list)).toBe('b');
  });
});

describe('rows that went', () => {
  it('are followed by the next ones at the foot, which are not new', async () => {
    const { list, page } = listOf(rows('b', 'c'));
    await list.load();
    page.mockResolvedValue({ data: { items: rows('b', 'c', 'd'), next_cursor: 'after-d', total: 9 }, unchanged: false });
    await list.poll();
    expect([ids(list), list.fresh, list.next]).toEqual(['bcd', 0, 'after-d']);
  });
  it('leave new ones above waiting', async () => {
    const { list, page } = listOf(rows('b', 'c'));
    await list.load();
    page.mockResolvedValue({ data: { items: rows('a', 'b', 'c', 'd'), next_cursor: null }, unchanged: false });
    await list.poll();
    expect([ids(list), list.fresh]).toEqual(['bcd', 1]);
    list.reveal();
    expect(ids(list)).toBe('abcd');
  });
});

describe('an empty list', () => {
  it('shows what comes at once', async () => {
    const { list, service } = listOf([]);
    await list.load();
    service.pages[''] = { items: rows('a'), next_cursor: null, total: 1 };
    await list.poll();
    expect([ids(list), list.fresh, list.arrived.has('a')]).toEqual(['a', 0, true]);
  });
});

describe('coming back', () => {
  it('goes on with the list as it was left, and asks what changed', async () => {
    const { list, page } = listOf(rows('a', 'b'));
    await list.load();
    const kept = list.keep();
    const { list: later, page: again } = listOf([{ id: 'a', title: 'changed' }, ...rows('b')]);
    if (kept) later.restore(kept);
    expect(ids(later)).toBe('ab');
    const stop = later.follow();
    expect(ids(later)).toBe('ab');
    await vi.waitFor(() => expect(later.rows?.[0]?.title).toBe('changed'));
    expect([page.mock.calls.length, again.mock.calls.length]).toEqual([1, 1]);
    stop();
  });
});

describe('coming back to a list', () => {
  it('finds rows gone that went meanwhile, but not those behind the first page', async () => {
    const { list, service } = listOf(rows('b', 'd'), 'after-d');
    list.restore({ rows: rows('a', 'b', 'c', 'd', 'e'), next: 'after-e', total: 9 });
    service.pages[''] = { items: rows('b', 'd'), next_cursor: 'after-d', total: 7 };
    const stop = list.follow();
    await vi.waitFor(() => expect([ids(list), list.next, list.total]).toEqual(['bde', 'after-e', 7]));
    stop();
  });
});

describe('a change', () => {
  it('shows before the answer, and stays', async () => {
    const { list } = listOf(rows('a', 'b'));
    await list.load();
    let answer: () => void = () => {};
    const change = list.change(
      (all) => all.filter((row) => row.id !== 'a'),
      () => new Promise<void>((done) => (answer = done)),
    );
    expect([ids(list), list.total]).toEqual(['b', 1]);
    answer();
    await change;
    expect(ids(list)).toBe('b');
  });
  it('goes back when it is refused, with the reason', async () => {
    const { list } = listOf(rows('a', 'b'));
    await list.load();
    const refused = new Problem({ status: 403, code: 'forbidden' });
    await expect(
      list.change(
        (all) => all.slice(1),
        () => Promise.reject(refused),
      ),
    ).rejects.toBe(refused);
    expect([ids(list), list.total]).toEqual(['ab', 2]);
  });
  it('goes back alone: another change stays', async () => {
    const { list } = listOf([
      { id: 'a', title: '1' },
      { id: 'b', title: '1' },
    ]);
    await list.load();
    let refuse: (why: unknown) => void = () => {};
    const set = (id: string) => (all: Row[]) => all.map((row) => (row.id === id ? { ...row, title: '2' } : row));
    const first = list.change(set('a'), () => new Promise<void>((_, no) => (refuse = no)));
    await list.change(set('b'), () => Promise.resolve());
    refuse(new Problem({ status: 403, code: 'forbidden' }));
    await expect(first).rejects.toBeInstanceOf(Problem);
    expect(list.rows?.map((row) => row.title)).toEqual(['1', '2']);
  });
  it('is not overtaken by a poll', async () => {
    const { list, page } = listOf(rows('a', 'b'));
    await list.load();
    let answer: () => void = () => {};
    const change = list.change(
      (all) => all.slice(1),
      () => new Promise<void>((done) => (answer = done)),
    );
    await list.poll();
    expect([ids(list), page.mock.calls.length]).toEqual(['b', 1]);
    answer();
    await change;
  });
});

describe('following', () => {
  it('asks every 15 s while the tab is visible, and stops', async () => {
    vi.useFakeTimers();
    const { list, page } = listOf(rows('a'));
    const stop = list.follow();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(page).toHaveBeenCalledTimes(3);
    const hidden = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(page).toHaveBeenCalledTimes(3);
    stop();
    hidden.mockRestore();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(page).toHaveBeenCalledTimes(3);
    vi.useRealTimers();
  });
});
