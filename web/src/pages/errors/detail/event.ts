/**
 * An event in full (`event` of GET /errors/{id}/events/{event_id}, docs/errors.md "An event in full"). What an SDK sent may have any shape:
 * these functions read it without believing anything.
 */
export type Any = Record<string, unknown>;

export interface Frame {
  function: string | null;
  module: string | null;
  filename: string | null;
  abs_path: string | null;
  package: string | null;
  instruction_addr: string | null;
  line: number | null;
  column: number | null;
  in_app: boolean | null;
  pre_context: string[];
  context_line: string | null;
  post_context: string[];
  vars: Any | null;
}
export interface Exception {
  type: string | null;
  value: string | null;
  module: string | null;
  handled: boolean | null;
  frames: Frame[];
  /** How many frames the service or the SDK left out. */
  left: number;
  mechanism: Any;
}
export interface Thread {
  id: string;
  name: string | null;
  crashed: boolean;
  current: boolean;
  frames: Frame[];
  left: number;
}
export interface Crumb {
  timestamp: string | number | null;
  type: string | null;
  category: string | null;
  level: string | null;
  message: string | null;
  data: Any;
}
export interface Request {
  url: string | null;
  method: string | null;
  query: Pair[];
  headers: Pair[];
  cookies: Pair[];
  data: unknown;
  env: Any;
}
export type Pair = [name: string, value: unknown];
export interface Story {
  platform: string | null;
  logger: string | null;
  transaction: string | null;
  server: string | null;
  dist: string | null;
  message: { text: string | null; template: string | null; params: unknown } | null;
  /** The outermost first. */
  exceptions: Exception[];
  threads: Thread[];
  crumbs: Crumb[];
  user: Any | null;
  contexts: Any;
  extra: Any;
  modules: Any;
  request: Request | null;
  sdk: string | null;
  report: Any | null;
  /** What the service has no name for, and what few people look for. */
  rest: Any;
  /** What was dropped or cut. */
  cuts: { field: string; fault: string }[];
}

export const isObject = (value: unknown): value is Any => typeof value === 'object' && value !== null && !Array.isArray(value);
const object = (value: unknown): Any => (isObject(value) ? value : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const flag = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);

export function text(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return isObject(value) || Array.isArray(value) ? JSON.stringify(value) : null;
}
function count(value: unknown): number | null {
  const read = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : null;
}
const texts = (value: unknown): string[] => list(value).map((one) => text(one) ?? '');

function pairs(value: unknown): Pair[] {
  if (isObject(value)) return Object.entries(value);
  return list(value).flatMap((one): Pair[] => (Array.isArray(one) ? [[text(one[0]) ?? '', one[1]]] : []));
}

/** `frames_left_out` is a number, or the range `[from, to)` that is missing. */
function left(value: unknown): number {
  if (Array.isArray(value)) return Math.max(0, (count(value[1]) ?? 0) - (count(value[0]) ?? 0));
  return count(value) ?? 0;
}

function frame(raw: unknown): Frame {
  const one = object(raw);
  return {
    function: text(one.function) || null,
    module: text(one.module) || null,
    filename: text(one.filename) || null,
    abs_path: text(one.abs_path) || null,
    package: text(one.package) || null,
    instruction_addr: text(one.instruction_addr) || null,
    line: count(one.line),
    column: count(one.column),
    in_app: flag(one.in_app),
    pre_context: texts(one.pre_context),
    context_line: text(one.context_line),
    post_context: texts(one.post_context),
    vars: isObject(one.vars) && Object.keys(one.vars).length ? one.vars : null,
  };
}

function exception(raw: unknown): Exception {
  const one = object(raw);
  const mechanism = object(one.mechanism);
  return {
    type: text(one.type) || null,
    value: text(one.value),
    module: text(one.module) || null,
    handled: flag(one.handled) ?? flag(mechanism.handled),
    frames: list(one.frames).map(frame),
    left: left(one.frames_left_out),
    mechanism,
  };
}

function thread(raw: unknown): Thread {
  const one = object(raw);
  return {
    id: text(one.id) ?? '',
    name: text(one.name) || null,
    crashed: one.crashed === true,
    current: one.current === true,
    frames: list(one.frames).map(frame),
    left: left(one.frames_left_out),
  };
}

function crumb(raw: unknown): Crumb {
  const one = object(raw);
  const at = one.timestamp;
  return {
    timestamp: typeof at === 'string' || typeof at === 'number' ? at : null,
    type: text(one.type) || null,
    category: text(one.category) || null,
    level: text(one.level) || null,
    message: text(one.message) || null,
    data: isObject(one.data) ? one.data : one.data === null || one.data === undefined ? {} : { data: one.data },
  };
}

function request(raw: unknown): Request | null {
  if (!isObject(raw)) return null;
  const made: Request = {
    url: text(raw.url),
    method: text(raw.method),
    query: pairs(raw.query),
    headers: pairs(raw.headers),
    cookies: pairs(raw.cookies),
    data: raw.data ?? null,
    env: object(raw.env),
  };
  const any = made.url || made.method || made.query.length || made.headers.length || made.cookies.length || made.data !== null;
  return any || Object.keys(made.env).length ? made : null;
}

function message(raw: unknown): Story['message'] {
  if (!isObject(raw)) return null;
  const made = { text: text(raw.text), template: text(raw.template), params: raw.params ?? null };
  return made.text || made.template ? made : null;
}

function rest(event: Any): Any {
  const found: Any = {};
  if (isObject(event.debug_meta) && Object.keys(event.debug_meta).length) found.debug_meta = event.debug_meta;
  const sdk = object(event.sdk);
  if (list(sdk.packages).length) found.packages = sdk.packages;
  if (list(sdk.integrations).length) found.integrations = sdk.integrations;
  for (const [name, value] of Object.entries(object(event.other))) found[name] = value;
  return found;
}

/** Reads the whole event. */
export function read(event: Any): Story {
  const sdk = object(event.sdk);
  return {
    platform: text(event.platform),
    logger: text(event.logger),
    transaction: text(event.transaction),
    server: text(event.server_name),
    dist: text(event.dist),
    message: message(event.message),
    exceptions: list(event.exceptions).map(exception).reverse(),
    threads: list(event.threads).map(thread),
    crumbs: list(event.breadcrumbs).map(crumb),
    user: isObject(event.user) && Object.keys(event.user).length ? event.user : null,
    contexts: object(event.contexts),
    extra: object(event.extra),
    modules: object(event.modules),
    request: request(event.request),
    sdk: [text(sdk.name), text(sdk.version)].filter(Boolean).join(' ') || null,
    report: isObject(event.report) ? event.report : null,
    rest: rest(event),
    cuts: list(event.errors).map((one) => ({ field: text(object(one).field) ?? '', fault: text(object(one).fault) ?? '' })),
  };
}

/** How an exception came to be beside the one above it. */
export type Link = 'cause' | 'during' | 'member';

/** Of the exceptions of a chain (the outermost first): what each is to its parent. The first is to nobody. */
export function linkOf(chain: Exception[], index: number): { link: Link; of: string | null; place: string | null } {
  const mechanism = chain[index]?.mechanism ?? {};
  const parent = chain.find((one) => one.mechanism.exception_id !== undefined && one.mechanism.exception_id === mechanism.parent_id);
  const source = text(mechanism.source);
  const place = source?.match(/\[\d+\]$/) ? source : null;
  const of = parent && parent !== chain[index - 1] ? parent.type : null;
  if (parent?.mechanism.is_exception_group === true || place) return { link: 'member', of, place };
  return { link: source === '__context__' ? 'during' : 'cause', of, place: null };
}

const INVISIBLE =
  /[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff]/g;
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text as one can read it: marks that turn the direction of what follows are named instead of obeyed (in code they hide what runs);
 * null where there is nothing to be seen.
 */
export function legible(raw: string): string | null {
  const named = raw.replace(TURNING, (mark) => `⟦U+${mark.charCodeAt(0).toString(16).toUpperCase()}⟧`);
  return named.replace(INVISIBLE, '') === '' ? null : named;
}
