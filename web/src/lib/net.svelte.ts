/** What the line under a page's head says: no network, or that a request waits for its second try. */

export type Reason = 'busy' | 'down' | 'cep';
interface Wait {
  until: number;
  reason: Reason;
}

const PROBE_MS = 5_000;

class Net {
  /** Whether the last request got no answer. */
  offline = $state(false);
  #waits = $state<Wait[]>([]);
  /** Seconds since 1970, moved on while something waits. */
  #now = $state(Date.now());
  #probe: ReturnType<typeof setInterval> | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;
  readonly #back = new Set<() => void>();

  /** The longest of the waits, with the seconds left; null if nothing waits. */
  get waiting(): { seconds: number; reason: Reason } | null {
    const last = this.#waits.reduce<Wait | null>((most, one) => (most && most.until >= one.until ? most : one), null);
    return last && { seconds: Math.max(1, Math.ceil((last.until - this.#now) / 1000)), reason: last.reason };
  }

  /** Waits so many seconds, and says so meanwhile. */
  async wait(seconds: number, reason: Reason): Promise<void> {
    this.#now = Date.now();
    const wait = { until: this.#now + seconds * 1000, reason };
    this.#waits = [...this.#waits, wait];
    this.#clock ??= setInterval(() => (this.#now = Date.now()), 500);
    await new Promise((done) => setTimeout(done, seconds * 1000));
    this.#waits = this.#waits.filter((one) => one.until !== wait.until || one.reason !== reason);
    if (this.#waits.length > 0) return;
    clearInterval(this.#clock);
    this.#clock = undefined;
  }

  /** Nothing answered: says so, and looks now and then whether it is back. */
  lost(): void {
    this.offline = true;
    this.#probe ??= setInterval(() => void this.#look(), PROBE_MS);
  }

  /** Something answered: those who waited for that are told. */
  found(): void {
    if (!this.offline) return;
    this.offline = false;
    clearInterval(this.#probe);
    this.#probe = undefined;
    for (const tell of this.#back) tell();
  }

  /** Calls when the network is back; returns how to stop that. */
  whenBack(tell: () => void): () => void {
    this.#back.add(tell);
    return () => this.#back.delete(tell);
  }

  async #look(): Promise<void> {
    if (document.visibilityState === 'hidden') return;
    try {
      await fetch('/livez', { cache: 'no-store' });
      this.found();
    } catch {
      // Still away.
    }
  }
}

export const net = new Net();
if (typeof window !== 'undefined') {
  window.addEventListener('offline', () => net.lost());
  window.addEventListener('online', () => net.found());
}
