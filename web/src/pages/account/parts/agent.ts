/** What a User-Agent is, as a person calls it: browser and system. Programs are called by their first word. */
export interface Agent {
  browser: string;
  system: string | null;
}

// The order matters: each names the ones before it, too.
const BROWSERS: [RegExp, string][] = [
  [/\bEdg(?:A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\/|\bChromium\/|\bHeadlessChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

const named = (rows: [RegExp, string][], text: string) => rows.find(([pattern]) => pattern.test(text))?.[1] ?? null;

/** Null where there is none. */
export function agentOf(text: string | null): Agent | null {
  if (!text?.trim()) return null;
  const browser = named(BROWSERS, text);
  const program = text.trim().split(/[\s/]/)[0] ?? text;
  return { browser: browser ?? program, system: named(SYSTEMS, text) };
}
