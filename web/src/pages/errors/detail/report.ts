/** A browser's report (CSP and its like) in a sentence: which page wanted what, and which rule of it does not allow that. */
import { isObject, text, type Any } from './event';

export interface Reported {
  page: string | null;
  /** What was wanted; `inline` is what is written into the page itself. */
  what: string | null;
  rule: string | null;
  all: Any;
}

const first = (from: Any, ...names: string[]): string | null => names.map((name) => text(from[name])).find((one) => Boolean(one)) ?? null;

/** Reads `{"csp-report": {…}}`, `{"type","url","body": {…}}` and the bare members. */
export function reported(report: Any): Reported {
  const inner = Object.values(report).filter(isObject);
  const all: Any = isObject(report.body) ? report.body : inner.length === 1 && inner[0] ? inner[0] : report;
  return {
    page: first(all, 'document-uri', 'documentURL', 'document_uri') ?? first(report, 'url'),
    what: first(all, 'blocked-uri', 'blockedURL', 'blocked_uri'),
    rule: first(all, 'effective-directive', 'effectiveDirective', 'violated-directive', 'effective_directive', 'violated_directive'),
    all,
  };
}
