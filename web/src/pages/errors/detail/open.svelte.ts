/**
 * The error that is open: itself, kept fresh, the event that is shown, and the events beside it. Changes show at once and go back,
 * with the reason, when they are refused.
 */
import { api, takeWhole } from '../../../lib/api';
import { net } from '../../../lib/net.svelte';
import { asProblem, type Problem } from '../../../lib/problem';
import type { components, paths } from '../../../lib/schema';
import { isObject, read, type Story } from './event';

export type ErrorWhole = components['schemas']['ErrorsReply'];
export type Change = NonNullable<paths['/api/v1/errors/{id}']['patch']['requestBody']>['content']['application/json'];
export type Status = ErrorWhole['status'];
export interface EventWhole {
  id: string;
  client_id: string | null;
  received_at: string;
  occurred_at: string;
  title: string;
  level: ErrorWhole['level'];
  environment: string;
  origin: string;
  release: string | null;
  tags: Record<string, unknown>;
  fingerprint: string[];
  details: string | null;
}

const EVERY_MS = 15_000;
const PAGE = 100;
const MOST_PAGES = 20;

export class Open {
  readonly id: string;
  error = $state.raw<ErrorWhole | null>(null);
  problem = $state.raw<Problem | null>(null);
  event = $state.raw<EventWhole | null>(null);
  story = $state.raw<Story | null>(null);
  eventProblem = $state.raw<Problem | null>(null);
  /** The event of the address is not stored any more: the newest is shown. */
  eventGone = $state(false);
  /** A change was refused. */
  refused = $state.raw<Problem | null>(null);
  /** Ids of the stored events, the newest first, as far as they are known. */
  events = $state.raw<string[]>([]);
  #cursor: string | null | undefined = undefined;
  #turn = 0;
  /** The event that is on its way. */
  #wanted = $state<string | null>(null);
  #changes = 0;

  constructor(id: string) {
    this.id = id;
  }

  /** Loads it and keeps it fresh; returns how to stop. */
  follow(): () => void {
    void this.load();
    const ask = () => document.visibilityState === 'visible' && void this.poll();
    const timer = setInterval(ask, EVERY_MS);
    document.addEventListener('visibilitychange', ask);
    const stop = net.whenBack(() => void (this.error ? this.poll() : this.load()));
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', ask);
      stop();
      this.#turn = -1;
    };
  }

  #get() {
    return takeWhole(api.GET('/api/v1/errors/{id}', { params: { path: { id: this.id } } }));
  }

  async load(): Promise<void> {
    this.problem = null;
    try {
      this.error = (await this.#get()).data;
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (problem.status !== 0) this.problem = problem;
    }
  }

  /** Asks again. A newer event waits behind *Next event*: what is being read stays. */
  async poll(): Promise<void> {
    if (!this.error || this.#changes > 0 || this.#turn < 0) return;
    try {
      const { data, unchanged } = await this.#get();
      if (this.#changes > 0 || unchanged) return;
      const newer = data.latest_event !== this.error.latest_event;
      this.error = data;
      if (newer && this.events.length) await this.#renewEvents();
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (problem.status === 404) this.problem = problem;
    }
  }

  /** Shows a stored event; without an id the newest. */
  async show(id: string | null): Promise<void> {
    const wanted = id ?? this.error?.latest_event;
    if (!wanted || this.#wanted === wanted || (this.event?.id === wanted && !this.eventProblem)) return;
    this.#wanted = wanted;
    const turn = ++this.#turn;
    this.eventProblem = null;
    this.eventGone = false;
    try {
      await this.#take(wanted, turn);
    } catch (thrown) {
      if (turn === this.#turn) await this.#missing(asProblem(thrown), wanted, turn);
    } finally {
      if (turn === this.#turn) this.#wanted = null;
    }
  }

  async #take(id: string, turn: number): Promise<void> {
    const path = { id: this.id, event_id: id };
    const { data } = await takeWhole(api.GET('/api/v1/errors/{id}/events/{event_id}', { params: { path } }));
    if (turn !== this.#turn) return;
    const whole = data as unknown as EventWhole & { event: unknown };
    this.event = whole;
    this.story = isObject(whole.event) ? read(whole.event) : null;
    await this.#find(whole.id);
  }

  async #missing(problem: Problem, id: string, turn: number): Promise<void> {
    const latest = this.error?.latest_event;
    if ((problem.status !== 404 && problem.status !== 422) || !latest || latest === id) {
      this.eventProblem = problem;
      return;
    }
    this.eventGone = true;
    await this.#take(latest, turn).catch((thrown: unknown) => (this.eventProblem = asProblem(thrown)));
  }

  /** The event as it was received. */
  async raw(): Promise<string> {
    const path = { id: this.id, event_id: this.event?.id ?? '' };
    const query = { raw: true as const };
    const answer = api.GET('/api/v1/errors/{id}/events/{event_id}', { params: { path, query }, parseAs: 'text' });
    return (await takeWhole(answer as Promise<{ data?: string; error?: unknown; response: Response }>)).data;
  }

  // --- the events beside it ---

  async #more(): Promise<boolean> {
    if (this.#cursor === null) return false;
    const query = { limit: PAGE, cursor: this.#cursor };
    const { data } = await takeWhole(api.GET('/api/v1/errors/{id}/events', { params: { path: { id: this.id }, query } }));
    const known = new Set(this.events);
    this.events = [...this.events, ...data.items.map((one) => one.id).filter((id) => !known.has(id))];
    this.#cursor = data.next_cursor;
    return data.items.length > 0;
  }

  /** Loads ids until the event is among them, and one behind it. */
  async #find(id: string): Promise<void> {
    for (let page = 0; page < MOST_PAGES; page++) {
      const at = this.events.indexOf(id);
      if (at >= 0 && (at + 1 < this.events.length || this.#cursor === null)) return;
      if (!(await this.#more().catch(() => false))) return;
    }
  }

  async #renewEvents(): Promise<void> {
    const query = { limit: PAGE };
    const { data } = await takeWhole(api.GET('/api/v1/errors/{id}/events', { params: { path: { id: this.id }, query } }));
    const ids = data.items.map((one) => one.id);
    const joint = this.events.findIndex((id) => ids.includes(id));
    if (joint < 0) {
      this.events = ids;
      this.#cursor = data.next_cursor;
      if (this.event) await this.#find(this.event.id);
    } else this.events = [...ids, ...this.events.filter((id) => !ids.includes(id))];
  }

  /** The older (1) or newer (−1) neighbour of the event that is shown, or on its way: keys may be faster than answers. */
  beside(step: 1 | -1): string | null {
    const coming = this.#wanted ? this.events.indexOf(this.#wanted) : -1;
    const at = coming < 0 && this.event ? this.events.indexOf(this.event.id) : coming;
    return at < 0 ? null : (this.events[at + step] ?? null);
  }

  // --- changes ---

  /** Changes status or assignee. Without If-Match: each event makes a new version, and a decision of a person stands above that. */
  async change(body: Change, shown: Partial<ErrorWhole>): Promise<boolean> {
    const before = this.error;
    if (!before) return false;
    this.refused = null;
    this.error = { ...before, ...shown };
    this.#changes++;
    try {
      const { data } = await takeWhole(api.PATCH('/api/v1/errors/{id}', { params: { path: { id: this.id } }, body }));
      this.error = data;
      return true;
    } catch (thrown) {
      const keys = Object.keys(shown) as (keyof ErrorWhole)[];
      this.error = { ...(this.error ?? before), ...Object.fromEntries(keys.map((key) => [key, before[key]])) };
      this.refused = asProblem(thrown);
      return false;
    } finally {
      this.#changes--;
    }
  }

  async remove(): Promise<void> {
    await takeWhole(api.DELETE('/api/v1/errors/{id}', { params: { path: { id: this.id } } }));
  }

  async split(keys: string[]): Promise<ErrorWhole> {
    const { data } = await takeWhole(api.POST('/api/v1/errors/{id}/split', { params: { path: { id: this.id } }, body: { keys } }));
    await this.load();
    return data;
  }
}
