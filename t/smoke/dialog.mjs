// Opens the dialog of Sentry.showReportDialog in Chromium, in a page with a strict Content-Security-Policy:
//   node dialog.mjs URL-OF-THE-SCRIPT
// Prints what the page saw, as JSON.
// needs: packages
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const url = process.argv[2];
const { origin } = new URL(url);

// What runs in the page. It ends by writing its findings into the document.
async function drive(source) {
  const saw = { closed: 0, violations: [] };
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => saw.violations.push(violatedDirective));
  addEventListener('message', ({ data }) => { if (data === '__sentry_reportdialog_closed__') saw.closed++; });
  const load = () => new Promise((done, fail) => {
    const script = Object.assign(document.createElement('script'), { src: source, async: true, crossOrigin: 'anonymous', onload: done, onerror: fail });
    document.head.append(script);
  });
  const roots = () => [...document.querySelectorAll('body > div')].map(({ shadowRoot }) => shadowRoot).filter(Boolean);
  await load();
  await load(); // a second click opens no second dialog
  const [root] = roots();
  const find = (selector) => root.querySelector(selector);
  const submit = () => find('button[type=submit]').click();
  const invalid = () => root.querySelector('[aria-invalid=true]')?.name;
  saw.role = find('dialog[open]') ? 'dialog' : 'none';
  saw.title = document.createRange && find(`#${find('dialog').getAttribute('aria-labelledby')}`).textContent;
  saw.lang = find('dialog').lang;
  saw.label = find('label[for=name]').textContent;
  saw.name = find('#name').value;
  saw.focus = root.activeElement.name;
  submit();
  saw.complaint = find('[role=alert]').textContent;
  saw.invalid = invalid();
  find('#comments').value = 'Do navegador <i>ç</i>';
  find('#email').value = 'nada';
  submit();
  saw.badMail = invalid();
  find('#email').value = '';
  submit();
  for (let n = 0; n < 100 && !find('[role=status]'); n++) await pause(50);
  saw.thanks = find('[role=status]')?.textContent;
  find('button').click();
  await pause(50);
  saw.gone = roots().length === 0;
  await load();
  saw.again = roots().length === 1;
  const order = ['role', 'title', 'lang', 'label', 'name', 'focus', 'complaint', 'invalid', 'badMail', 'thanks', 'gone', 'closed', 'again', 'violations'];
  document.body.append(Object.assign(document.createElement('pre'), { id: 'saw', textContent: JSON.stringify(saw, order) }));
}

const server = createServer((request, response) => {
  const script = request.url === '/drive.js';
  response.setHeader('Content-Type', script ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8');
  response.setHeader('Content-Security-Policy', `default-src 'none'; script-src 'self' ${origin}; connect-src ${origin}`);
  response.end(script
    ? `(${drive})(${JSON.stringify(url)}).catch((error) => document.body.append(Object.assign(document.createElement('pre'), { id: 'saw', textContent: String(error && error.stack || error.type) })));`
    : '<!DOCTYPE html><title>Loja</title><body><script src="/drive.js" async></script>');
});
server.listen(0, '127.0.0.1', () => {
  const profile = mkdtempSync(join(tmpdir(), 'balcao-dialog.'));
  const options = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-proxy-server', '--ignore-certificate-errors',
    `--user-data-dir=${profile}`, '--virtual-time-budget=20000', '--timeout=30000', '--dump-dom'];
  execFile('chromium', [...options, `http://127.0.0.1:${server.address().port}/`], { timeout: 60000 }, (error, out) => {
    const found = /<pre id="saw">([^]*?)<\/pre>/.exec(out)?.[1];
    const plain = found?.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    console.log(plain ?? `nothing: ${error ?? out.slice(0, 500)}`);
    rmSync(profile, { recursive: true, force: true });
    server.close();
  });
});
