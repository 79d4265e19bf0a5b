/** What went wrong, as one typed error: a problem of the API (RFC 9457), or that no answer came. */
import { api as words } from '../words/api';
import { t } from './words.svelte';

export interface Fault {
  pointer?: string;
  parameter?: string;
  code: string;
  detail: string;
}

export interface ProblemBody {
  status: number;
  code: string;
  title?: string;
  detail?: string;
  instance?: string;
  needs?: string;
  errors?: Fault[];
}

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly instance: string | undefined;
  readonly needs: string | undefined;
  readonly errors: Fault[];
  readonly retryAfter: number | null;

  constructor(body: ProblemBody, retryAfter: number | null = null) {
    super(body.detail ?? body.title ?? body.code);
    this.name = 'Problem';
    this.status = body.status;
    this.code = body.code;
    this.title = body.title ?? body.code;
    this.detail = body.detail ?? this.title;
    this.instance = body.instance;
    this.needs = body.needs;
    this.errors = body.errors ?? [];
    this.retryAfter = retryAfter;
  }

  /** The fault of a field, by its JSON pointer (`/email`) or the name of a parameter. */
  at(place: string): Fault | undefined {
    return this.errors.find((fault) => fault.pointer === place || fault.parameter === place);
  }
}

/** Nothing answered: no network, or the service is gone. Its status is 0. */
export const offline = (): Problem => new Problem({ status: 0, code: 'offline', detail: t(words.offline) });

function isBody(value: unknown): value is ProblemBody {
  return typeof value === 'object' && value !== null && typeof (value as ProblemBody).code === 'string';
}

/** Seconds of a Retry-After, which may be a number or a date; null without one. */
export function retryAfter(headers: Headers, now = Date.now()): number | null {
  const text = headers.get('Retry-After');
  if (!text) return null;
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
}

/** The problem of an answer that is none of 2xx, whatever its body is. */
export function problemOf(response: Response, body: unknown): Problem {
  const wait = retryAfter(response.headers);
  if (isBody(body)) return new Problem({ ...body, status: response.status }, wait);
  return new Problem(
    { status: response.status, code: 'unreadable', detail: t(words.unreadable, { status: String(response.status) }) },
    wait,
  );
}

/** Whatever was thrown, as a problem. Faults of our own code stay what they are, so that they are seen. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  throw thrown;
}
