import { defineConfig } from '@playwright/test';

// Limits are so high that only a hang reaches them: tests run on busy machines.
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  globalSetup: './lib/browser.ts',
  reporter: './lib/report.ts',
  outputDir: process.env.FAILED ?? '../../build/web/failed',
  fullyParallel: true,
  workers: Number(process.env.WORKERS ?? 3),
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: { actionTimeout: 30_000, navigationTimeout: 60_000, screenshot: 'only-on-failure' },
});
