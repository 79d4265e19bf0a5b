#!/usr/bin/env node
// Records the events that Sentry's SDKs send, for the corpus (README.md tells how):
//   record.mjs PORT FOLDER [FROM=TO]...
// An SDK's dsn is http://key@127.0.0.1:PORT/FILE/VARIANT/1. Its events are added to FOLDER/FILE.jsonl as
// {"case":"VARIANT/CASE","sdk":…,"event":…}, with the event's tag `case` as CASE. FROM=TO replaces a text, such as a path of this
// machine, in all strings. What plays no part in grouping is left out.
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { hostname } from 'node:os';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

const [port, folder, ...replaced] = process.argv.slice(2);
const pairs = [...replaced.map((pair) => pair.split('=')), [hostname(), 'web1']];
const inflate = { gzip: gunzipSync, deflate: inflateSync, br: brotliDecompressSync };

function neutral(value) {
  if (typeof value === 'string') return pairs.reduce((text, [from, to]) => text.replaceAll(from, to), value);
  if (Array.isArray(value)) return value.map(neutral);
  if (!value || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, neutral(member)]));
}

// --- what an event keeps ---

const MEMBERS = ['event_id', 'timestamp', 'platform', 'level', 'logger', 'transaction', 'server_name', 'environment', 'release', 'culprit',
  'message', 'logentry', 'fingerprint', 'exception', 'threads', 'stacktrace', 'tags', 'request', 'sdk', 'debug_meta'];
const FRAME = ['function', 'raw_function', 'module', 'filename', 'abs_path', 'lineno', 'colno', 'in_app', 'context_line', 'package',
  'instruction_addr', 'image_addr', 'symbol_addr', 'native'];
const REQUEST = ['url', 'method'];

const only = (object, names) => Object.fromEntries(names.filter((name) => object[name] !== undefined).map((name) => [name, object[name]]));
const list = (member) => (Array.isArray(member) ? member : (member?.values ?? []));

function trim(stacktrace) {
  if (stacktrace?.frames) stacktrace.frames = stacktrace.frames.map((frame) => only(frame, FRAME));
}

function compact(event) {
  const kept = only(event, MEMBERS);
  for (const exception of list(kept.exception)) {
    trim(exception.stacktrace);
    delete exception.raw_stacktrace;
  }
  trim(kept.stacktrace);
  // A thread matters only if it has the stack of an event without exceptions.
  if (list(kept.exception).length) delete kept.threads;
  for (const thread of list(kept.threads)) trim(thread.stacktrace);
  if (kept.tags) delete kept.tags.case;
  if (kept.request) kept.request = { ...only(kept.request, REQUEST) };
  if (kept.sdk) kept.sdk = only(kept.sdk, ['name', 'version']);
  if (kept.debug_meta) kept.debug_meta = images(kept);
  return kept;
}

// Only those in which a native frame lies; the others are the ids of source maps.
function images(event) {
  const frames = list(event.exception).flatMap(({ stacktrace }) => stacktrace?.frames ?? []);
  const addresses = frames.map(({ instruction_addr }) => Number(instruction_addr)).filter(Boolean);
  const within = ({ image_addr, image_size }) => addresses.some((at) => at >= Number(image_addr) && at < Number(image_addr) + image_size);
  const kept = (event.debug_meta.images ?? []).filter(within);
  return kept.length ? { images: kept } : undefined;
}

// --- requests ---

function* items(body) { // of an envelope: [header, payload]
  let at = body.indexOf(10) + 1;
  while (at > 0 && at < body.length) {
    let end = body.indexOf(10, at);
    if (end === at) {
      at++;
      continue;
    }
    const header = JSON.parse(body.subarray(at, end < 0 ? undefined : end));
    at = end + 1;
    end = header.length === undefined ? body.indexOf(10, at) : at + header.length;
    if (end < 0) end = body.length;
    yield [header, body.subarray(at, end)];
    at = end + 1;
  }
}

function events(path, body) {
  if (path.endsWith('/store/')) return [JSON.parse(body)];
  return [...items(body)].filter(([{ type }]) => type === 'event').map(([, payload]) => JSON.parse(payload));
}

function keep(path, body) {
  const [, file, variant] = path.split('/');
  for (const event of events(path, body)) {
    const name = `${variant}/${event.tags?.case ?? 'unnamed'}`;
    const line = { case: name, sdk: `${event.sdk?.name} ${event.sdk?.version}`, event: neutral(compact(event)) };
    appendFileSync(`${folder}/${file}.jsonl`, `${JSON.stringify(line)}\n`);
    console.log(file, name);
  }
}

createServer((request, response) => {
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => {
    const whole = Buffer.concat(pieces);
    const read = inflate[request.headers['content-encoding']] ?? ((same) => same);
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', '*');
    response.setHeader('Content-Type', 'application/json');
    response.end('{}');
    if (request.method !== 'POST') return;
    try {
      keep(new URL(request.url, 'http://localhost').pathname, read(whole));
    } catch (error) {
      console.error(request.url, error);
    }
  });
}).listen(Number(port), '127.0.0.1', () => console.log(`recording at 127.0.0.1:${port}`));
