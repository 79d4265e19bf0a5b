// Starts the one Chromium of a run, which every worker uses, and ends it.
import { chromium } from '@playwright/test';

export const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-proxy-server',
  '--disable-dev-shm-usage',
];
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

export default async function start(): Promise<() => Promise<void>> {
  const server = await chromium.launchServer({ executablePath: CHROMIUM, headless: true, chromiumSandbox: false, args: FLAGS });
  process.env.BROWSER_AT = server.wsEndpoint();
  return () => server.close();
}
