// A stream of numbered events for crash.sh, from several clients at once:
//   node stream.mjs KEY CLIENTS SECONDS EVERY        (BASE in the environment)
// Each client posts arrays of 1 to 20 events, one array after another, and prints a line for each:
//   CLIENT FIRST COUNT STATUS                  the numbers FIRST … FIRST+COUNT-1; STATUS 0: no reply
// Every event has the title "Fluxo" and its number in `origin` and `details`. Events whose
// number is divisible by EVERY have a fingerprint of their own, and so an error of their own. The others share the fingerprint of
// their client and series. A new series begins after each array that was not accepted, so each series has at most one doubtful array.
import { Agent, request } from 'node:https';

const [key, clients, seconds, every] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const url = new URL('/api/v1/errors', process.env.BASE);
const agent = new Agent({ keepAlive: true, maxSockets: clients, rejectUnauthorized: false });
const until = Date.now() + seconds * 1000;
const pause = (ms) => new Promise((go) => setTimeout(go, ms));

const event = (client, series, number) => ({
  title: 'Fluxo',
  origin: `c${client}-${number}`,
  details: `cliente ${client}, evento ${number}\n${'em laco() a.c:7\n'.repeat(number % 40)}`,
  fingerprint: number % every ? [`cliente ${client}, série ${series}`] : [`cliente ${client}`, `${number}`],
  environment: ['production', 'staging', 'dev'][number % 3],
});

function post(events) {
  const body = JSON.stringify(events);
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  return new Promise((answer) => {
    const sent = request(url, { method: 'POST', agent, headers, timeout: 20_000 }, (reply) => {
      let text = '';
      reply.on('data', (part) => { text += part; });
      reply.on('end', () => answer(reply.statusCode === 202 && JSON.parse(text).event_ids?.length !== events.length ? 1 : reply.statusCode));
      reply.on('error', () => answer(0));
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => answer(0));
    sent.end(body);
  });
}

async function client(name) {
  let number = 1;
  let series = 0;
  for (let turn = 0; Date.now() < until; turn++) {
    const count = 1 + ((turn * 7 + name) % 20);
    const status = await post(Array.from({ length: count }, (_, at) => event(name, series, number + at)));
    console.log(`${name} ${number} ${count} ${status}`);
    number += count;
    if (status !== 202) series++;
    await pause(status === 202 ? 60 : 150);
  }
}

await Promise.all(Array.from({ length: clients }, (_, name) => client(name)));
agent.destroy();
