#!/usr/bin/env node
// Opens a built page in a browser until it asks for /done:
//   browse.mjs FOLDER chromium|firefox|webkit DSN RELEASE NUMBER
// The browser sees it at http://loja.example/: this program is the browser's proxy, so it needs no network.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as ask } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';

const [folder, browser, dsn, release, number] = process.argv.slice(2);
const metas = Object.entries({ dsn, release, number }).map(([name, value]) => `<meta name="${name}" content="${value}">`).join('');
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8' };
const profile = mkdtempSync(join(tmpdir(), 'browse-'));

const COMMANDS = {
  chromium: (proxy, url) => ['chromium', '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync', `--user-data-dir=${profile}`,
    `--proxy-server=${proxy}`, '--proxy-bypass-list=<-loopback>', url],
  firefox: (proxy, url) => {
    const [host, port] = proxy.split(':');
    const settings = { 'network.proxy.type': 1, 'network.proxy.http': host, 'network.proxy.http_port': Number(port), 'network.proxy.share_proxy_settings': true,
      'network.proxy.ssl': host, 'network.proxy.ssl_port': Number(port),
      'network.proxy.allow_hijacking_localhost': true, 'datareporting.policy.dataSubmissionEnabled': false, 'app.normandy.enabled': false,
      'toolkit.telemetry.enabled': false, 'network.captive-portal-service.enabled': false, 'network.connectivity-service.enabled': false,
      'browser.safebrowsing.update.enabled': false, 'services.settings.server': '', 'dom.security.https_first': false };
    writeFileSync(join(profile, 'user.js'), Object.entries(settings).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`).join(''));
    return ['firefox-esr', '--headless', '--no-remote', '--profile', profile, url];
  },
  webkit: (proxy, url) => ['xvfb-run', '-a', MINIBROWSER, '--private', `--proxy=http://${proxy}`, url],
};
const MINIBROWSER = ['/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser', '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.0/MiniBrowser'].find(existsSync);

function serve(request, response) {
  const { hostname, port, pathname } = new URL(request.url, 'http://loja.example');
  if (hostname === 'loja.example') {
    if (pathname === '/done') return end(0);
    const file = join(folder, pathname === '/' ? 'index.html' : pathname);
    if (!existsSync(file)) return response.writeHead(404).end();
    const text = readFileSync(file, 'utf8').replace('<meta charset="utf-8">', `$&${metas}`);
    return response.setHeader('Content-Type', TYPES[extname(file)] ?? 'text/plain').end(text);
  }
  if (hostname !== '127.0.0.1') return request.socket.destroy();
  const onward = ask({ host: hostname, port, path: request.url.replace(/^http:\/\/[^/]*/, ''), method: request.method, headers: request.headers },
    (answer) => answer.pipe(response.writeHead(answer.statusCode, answer.headers)));
  return request.pipe(onward.on('error', () => response.destroy()));
}

let child;
function end(status) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch { /* it has ended */ }
  setTimeout(() => {
    rmSync(profile, { recursive: true, force: true });
    process.exit(status);
  }, 300);
}

const server = createServer(serve).on('connect', (request, socket) => socket.destroy()).listen(0, '127.0.0.1', () => {
  const [command, ...words] = COMMANDS[browser](`127.0.0.1:${server.address().port}`, `http://loja.example/?pedido=${number}`);
  child = spawn(command, words, { detached: true, stdio: 'ignore', env: { ...process.env, HOME: profile } });
  setTimeout(end, 90000, 1);
});
