// What languages.sh asks of @sentry/browser: browser.mjs DSN CERTIFICATE COUNT. See there. Opens page.js in Debian's Chromium,
// with the modules of node_modules, until the page has sent what it prints.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [dsn, , count] = process.argv.slice(2);
const here = fileURLToPath(new URL('.', import.meta.url));
const modules = join(here, '../node_modules/@sentry');
const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
const SECONDS = 120;
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--ignore-certificate-errors', `--user-data-dir=${profile}`];

// The page needs no bundler: the browser finds the modules by this map, which follows `exports` in package.json.
const target = (found) => (typeof found === 'object' ? target(found.production ?? found.import ?? found.default) : found);

function entries(name) {
  const { exports } = JSON.parse(readFileSync(join(modules, name, 'package.json')));
  return Object.entries(exports).filter(([path]) => !path.endsWith('.json'))
    .map(([path, found]) => [`@sentry/${name}${path.slice(1)}`, `/modules/${name}${target(found).slice(1)}`]);
}

const NAMES = ['browser', 'browser-utils', 'conventions', 'core', 'feedback', 'replay', 'replay-canvas'];
const imports = Object.fromEntries(NAMES.flatMap(entries));
const page = `<!doctype html><meta charset="utf-8"><title>Loja</title><script type="importmap">${JSON.stringify({ imports })}</script>
<script>window.settings = ${JSON.stringify({ dsn, count: Number(count) })}</script><script type="module" src="/page.js"></script>`;

function answer(request, response) {
  const path = new URL(request.url, 'http://localhost').pathname;
  const send = (type, body) => response.setHeader('Content-Type', `${type}; charset=utf-8`).end(body);
  if (request.method === 'POST') return request.on('data', (text) => process.stdout.write(text)).on('end', () => response.end(() => end(0)));
  if (path === '/') return send('text/html', page);
  const file = ['/page.js', '/events.mjs'].includes(path) ? join(here, path) : join(modules, path.replace('/modules/', ''));
  return existsSync(file) ? send('text/javascript', readFileSync(file)) : response.writeHead(404).end();
}

let browser;
function end(status) {
  browser.once('exit', () => {
    rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
    process.exit(status);
  });
  process.kill(-browser.pid, 'SIGKILL');
}

const server = createServer(answer).listen(0, '127.0.0.1', () => {
  browser = spawn('chromium', [...FLAGS, `http://localhost:${server.address().port}/`], { detached: true, stdio: 'ignore' });
  setTimeout(end, SECONDS * 1000, 1);
});
