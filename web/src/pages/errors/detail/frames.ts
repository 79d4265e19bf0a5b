/** Frames as they are told: the innermost first, what repeats once, runs of libraries folded. */
import { legible, type Frame } from './event';

/** A frame, and how often it follows itself (recursion). */
export interface Told {
  frame: Frame;
  times: number;
}
export type Piece = { kind: 'frame'; told: Told; id: number } | { kind: 'fold'; told: Told[]; frames: number; names: string[]; id: number };

const same = (one: Frame, other: Frame): boolean =>
  one.function === other.function &&
  one.filename === other.filename &&
  one.module === other.module &&
  one.line === other.line &&
  one.column === other.column &&
  one.instruction_addr === other.instruction_addr &&
  one.in_app === other.in_app;

/** From the innermost, each recursion once. `frames` has the innermost last, as the API. */
export function tell(frames: readonly Frame[]): Told[] {
  const told: Told[] = [];
  for (const frame of [...frames].reverse()) {
    const last = told[told.length - 1];
    if (last && same(last.frame, frame)) last.times++;
    else told.push({ frame, times: 1 });
  }
  return told;
}

const FOLDERS = /(?:site-packages|dist-packages|node_modules|gems|vendor|pkg\/mod)\/(@[^/]+\/[^/]+|[^/@]+)/;

/** The library of a frame: `celery`, `django`, `org.springframework`; null where nothing tells. */
export function library(frame: Frame): string | null {
  const folder = FOLDERS.exec(frame.abs_path ?? '') ?? FOLDERS.exec(frame.filename ?? '');
  if (folder?.[1]) return folder[1].replace(/\.py$/, '');
  const module = frame.module;
  if (!module) return frame.package?.split(/[\\/]/).pop() ?? null;
  if (module.includes('/'))
    return module
      .split('/')
      .slice(0, module.startsWith('github.com/') ? 3 : 1)
      .join('/');
  const parts = module.split('.');
  return /^(com|org|io|net|br|java|javax|jakarta)$/.test(parts[0] ?? '') ? parts.slice(0, 2).join('.') : (parts[0] ?? null);
}

function namesOf(told: readonly Told[]): string[] {
  return [...new Set(told.map((one) => library(one.frame)).filter((name): name is string => name !== null))].slice(0, 3);
}

/** Runs of frames of libraries become one piece, unless no frame is the application's: then all are shown. */
export function pieces(told: readonly Told[]): Piece[] {
  const ours = told.some((one) => one.frame.in_app === true);
  const made: Piece[] = [];
  told.forEach((one, id) => {
    const last = made[made.length - 1];
    if (!ours || one.frame.in_app === true) made.push({ kind: 'frame', told: one, id });
    else if (last?.kind === 'fold') last.told.push(one);
    else made.push({ kind: 'fold', told: [one], frames: 0, names: [], id });
  });
  for (const piece of made) {
    if (piece.kind !== 'fold') continue;
    piece.frames = piece.told.reduce((sum, one) => sum + one.times, 0);
    piece.names = namesOf(piece.told);
  }
  return made;
}

/** Whether there is anything below its head: source or variables. */
export const opens = (frame: Frame): boolean => frame.context_line !== null || frame.vars !== null;

/** The ids of the frames that stand open at first: the application's nearest to the crash that show something, or the innermost. */
export function opened(told: readonly Told[], most = 4): Set<number> {
  const ids = told.flatMap((one, id) => (one.frame.in_app === true && opens(one.frame) ? [id] : [])).slice(0, most);
  const ours = told.some((one) => one.frame.in_app === true);
  if (ids.length === 0 && !ours && told[0] && opens(told[0].frame)) ids.push(0);
  return new Set(ids);
}

const WIDE = 240;
const BEFORE = 60;

/** Minified code is one line of a megabyte: what stands around the column. */
function around(line: string, column: number | null): string {
  if (line.length <= WIDE) return line;
  const from = Math.max(0, Math.min((column ?? 1) - 1 - BEFORE, line.length - WIDE));
  return `${from > 0 ? '…' : ''}${line.slice(from, from + WIDE)}${from + WIDE < line.length ? '…' : ''}`;
}

/** The source lines of a frame, and the number of the first. */
export function source(frame: Frame): { lines: string[]; start: number | undefined; current: number | undefined } | null {
  if (frame.context_line === null) return null;
  const other = (line: string) => legible(around(line, null)) ?? '';
  const line = legible(around(frame.context_line, frame.column)) ?? '';
  const lines = [...frame.pre_context.map(other), line, ...frame.post_context.map(other)];
  const start = frame.line === null ? undefined : frame.line - frame.pre_context.length;
  return start !== undefined && start >= 0
    ? { lines, start, current: frame.line ?? undefined }
    : { lines, start: undefined, current: undefined };
}

/** Where a frame is: `pedidos/nfe/emissao.py` and `:142`. */
export function where(frame: Frame): { file: string; line: string } {
  const file = frame.filename ?? frame.abs_path ?? frame.module ?? frame.package ?? frame.instruction_addr ?? '';
  const line = frame.line === null ? '' : `:${frame.line}${frame.column === null ? '' : `:${frame.column}`}`;
  return { file, line };
}

/** What it is called; Java's and .NET's methods with their class. */
export function called(frame: Frame): string | null {
  const name = frame.function;
  if (!name) return null;
  const type = frame.module?.split('.').pop();
  return frame.filename && /\.(java|kt|scala|groovy|cs)$/.test(frame.filename) && type && !name.includes('.') ? `${type}.${name}` : name;
}
