/** What was sent as a tree, as lines: `pedido.itens.0.sku`. And what was received, laid out without being changed. */
import { isObject, type Any, type Pair } from './event';

const MOST = 500;

/** The leaves of a tree by their path, in order; `cut` where there are more than can be read. */
export function flat(tree: Any | readonly Pair[], most = MOST): { rows: Pair[]; cut: number } {
  const rows: Pair[] = [];
  let cut = 0;
  const walk = (name: string, value: unknown, depth: number): void => {
    const inner: Pair[] = Array.isArray(value)
      ? value.map((one, i): Pair => [String(i), one])
      : isObject(value)
        ? Object.entries(value)
        : [];
    // A list of plain values is one line.
    const plain = Array.isArray(value) && value.length <= 20 && value.every((one) => typeof one !== 'object' || one === null);
    if (inner.length === 0 || plain || depth > 12) {
      if (rows.length < most) rows.push([name, plain && inner.length ? (value as unknown[]).map(written).join(', ') : written(value)]);
      else cut++;
    } else for (const [part, one] of inner) walk(name ? `${name}.${part}` : part, one, depth + 1);
  };
  const first: Pair[] = Array.isArray(tree) ? [...(tree as readonly Pair[])] : Object.entries(tree);
  for (const [name, value] of first) walk(name, value, 1);
  return { rows, cut };
}

/** Numbers and booleans stay as they were sent: an order's number has no thousands. */
export function written(value: unknown): unknown {
  if (value === null || value === undefined || typeof value === 'string') return value ?? null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * JSON with a line for each member, every other character as it came: numbers of any length, repeated members and escapes stay.
 * A text that is no JSON comes back as well, laid out by its brackets.
 */
export function laidOut(json: string): string {
  let out = '';
  let depth = 0;
  const line = () => `\n${'  '.repeat(Math.min(depth, 40))}`;
  for (const token of json.match(/"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s"{}[\],:]+/gs) ?? []) {
    if (token === '{' || token === '[') {
      depth++;
      out += token + line();
    } else if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1);
      out = /[{[]\s*$/.test(out.slice(-100)) ? out.trimEnd() + token : out + line() + token;
    } else if (token === ',') out += token + line();
    else out += token === ':' ? ': ' : token;
  }
  return out;
}
