/** The events by level over a period, for the chart; asked again while the tab is visible. */
import { api, takeWhole } from '../../../lib/api';
import { asProblem, type Problem } from '../../../lib/problem';
import { net } from '../../../lib/net.svelte';
import type { StatsQuery } from './filters';
import type { Bucket } from './period';

const EVERY_MS = 30_000;

export class Stats {
  /** Null before the first answer: a skeleton. */
  buckets = $state.raw<Bucket[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  #turn = 0;
  readonly #query: () => StatsQuery;

  constructor(query: () => StatsQuery) {
    this.#query = query;
  }

  /** For an effect: runs again when the query changes. What is shown stays until the next answer. */
  follow(): () => void {
    const query = this.#query();
    const turn = ++this.#turn;
    void this.#ask(query, turn);
    const again = () => document.visibilityState === 'visible' && void this.#ask(this.#query(), turn);
    const timer = setInterval(again, EVERY_MS);
    const stopWaiting = net.whenBack(again);
    return () => {
      clearInterval(timer);
      stopWaiting();
      this.#turn++;
    };
  }

  async #ask(query: StatsQuery, turn: number): Promise<void> {
    try {
      const { data, unchanged } = await takeWhole(api.GET('/api/v1/errors/stats', { params: { query } }));
      if (turn !== this.#turn) return;
      this.problem = null;
      if (!unchanged || this.buckets === null || turn !== this.#shown) this.buckets = data.items;
      this.#shown = turn;
    } catch (thrown) {
      const problem = asProblem(thrown);
      // An old chart is better than none; without a network the line says so.
      if (turn === this.#turn && problem.status !== 0 && (this.buckets === null || problem.status === 422)) this.problem = problem;
    }
  }
  #shown = 0;
}
