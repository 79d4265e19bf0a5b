// Lighthouse on a phone: accessibility and best practices, and performance with simulated throttling, the median of three.
// It needs a browser of its own, whose first context it uses. See README about noise.
import { chromium } from '@playwright/test';
import { createServer } from 'node:net';
import lighthouse from 'lighthouse';
import { CHROMIUM, FLAGS } from './lib/browser.ts';
import { newProject, newTask, reportErrors } from './lib/data.ts';
import { routed } from './lib/routes.ts';
import { expect, signedIn, test, type Who } from './lib/test.ts';

const WANTED = 95;
const PAGES: [path: string, who: Who][] = [
  ['/login', 'nobody'],
  ['/errors', 'owner'],
  ['/tasks', 'owner'],
];
type Category = 'accessibility' | 'best-practices' | 'performance';
/** Performance is judged where nothing else computes: WORKERS=1 in t/bench/web.sh. */
const judged: Category[] = process.env.JUDGE_PERFORMANCE
  ? ['accessibility', 'best-practices', 'performance']
  : ['accessibility', 'best-practices'];
const times = process.env.JUDGE_PERFORMANCE ? 3 : 1;

const freePort = () =>
  new Promise<number>((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
const median = (numbers: number[]) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;

for (const [path, who] of PAGES)
  test(`${path}: ${judged.join(', ')} at least ${WANTED}`, async ({ office, baseURL }) => {
    test.skip(!routed(path), 'its page is not there yet');
    test.slow();
    const port = await freePort();
    const browser = await chromium.launchPersistentContext('', {
      executablePath: CHROMIUM,
      chromiumSandbox: false,
      ignoreHTTPSErrors: true,
      args: [...FLAGS, `--remote-debugging-port=${port}`, '--ignore-certificate-errors'],
    });
    try {
      if (who !== 'nobody') {
        const member = await office.member('owner');
        const project = await newProject(member.api);
        await newTask(member.api);
        await reportErrors(member.api, project, { title: 'TypeError: preço is undefined', level: 'error', environment: 'production' });
        const { cookies, origins } = await signedIn(member);
        await browser.addCookies(cookies);
        const page = await browser.newPage();
        await page.goto(`${baseURL}/favicon.svg`);
        await page.evaluate((all) => all.forEach(({ name, value }) => localStorage.setItem(name, value)), origins[0]?.localStorage ?? []);
        await page.close();
      }
      const scores: Record<Category, number[]> = { accessibility: [], 'best-practices': [], performance: [] };
      const faults = new Set<string>();
      for (let time = 0; time < times; time++) {
        const run = await lighthouse(`${baseURL}/app${path}`, {
          port,
          onlyCategories: judged,
          disableStorageReset: true,
          logLevel: 'silent',
        });
        if (!run) throw new Error('Lighthouse gave no result');
        expect(new URL(run.lhr.finalDisplayedUrl).pathname).toBe(`/app${path}`);
        expect(run.lhr.runtimeError).toBeUndefined();
        for (const category of judged) {
          const found = run.lhr.categories[category];
          scores[category].push(Math.round(100 * (found?.score ?? 0)));
          for (const { id, weight } of found?.auditRefs ?? []) {
            const audit = run.lhr.audits[id];
            if (weight > 0 && audit?.score !== null && (audit?.score ?? 1) < 0.9)
              faults.add(`${category}: ${audit?.title} ${audit?.displayValue ?? ''}`);
          }
        }
      }
      for (const category of judged)
        test.info().annotations.push({ type: 'tells', description: `${path} ${category}: ${scores[category].join(', ')}` });
      for (const category of judged)
        expect(median(scores[category]), `${path} ${category} of ${scores[category]}: ${[...faults].join('; ')}`).toBeGreaterThanOrEqual(
          WANTED,
        );
    } finally {
      await browser.close();
    }
  });
