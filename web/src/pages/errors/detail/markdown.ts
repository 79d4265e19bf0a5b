/** An error as Markdown, to be pasted into an issue or a chat. Plain English words: it is read by programs and by teams of any language. */
import { linkOf, text, type Exception, type Frame, type Story } from './event';
import { called, tell, where } from './frames';

export interface Known {
  title: string;
  level: string;
  environment: string;
  origin: string;
  release: string | null;
  events: number;
  users: number;
  first_seen: string;
  last_seen: string;
  tags: Record<string, unknown>;
  details: string | null;
  address: string;
}

const MOST_FRAMES = 30;
const MOST_DETAILS = 4_000;

/** A fence longer than any in the text, so that the text can't end it. */
export function fenced(body: string, language = ''): string {
  const longest = Math.max(2, ...[...body.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${body.replace(/\n$/, '')}\n${fence}`;
}

/** A line of text that Markdown takes as text. */
export const plain = (raw: string): string => raw.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|#]/g, '\\$&');

function frameLine(frame: Frame, times: number): string {
  const { file, line } = where(frame);
  const again = times > 1 ? ` (${times} times)` : '';
  const code = frame.in_app && frame.context_line ? `\n      ${frame.context_line.trim().slice(0, 200)}` : '';
  return `  ${frame.in_app ? '>' : ' '} ${called(frame) ?? '<anonymous>'} at ${file}${line}${again}${code}`;
}

function stack(exception: Exception): string {
  const head = [exception.type ?? 'Error', exception.value?.slice(0, 2_000)].filter(Boolean).join(': ');
  const told = tell(exception.frames);
  const lines = told.slice(0, MOST_FRAMES).map((one) => frameLine(one.frame, one.times));
  if (told.length > MOST_FRAMES) lines.push(`    … ${told.length - MOST_FRAMES} more`);
  return [head, ...lines].join('\n');
}

const JOINTS = { cause: 'Caused by', during: 'During handling of', member: 'In the group' };

function story(event: Story): string[] {
  const parts: string[] = [];
  event.exceptions.forEach((one, index) => {
    if (index > 0) parts.push(`${JOINTS[linkOf(event.exceptions, index).link]}:`);
    parts.push(fenced(stack(one)));
  });
  const said = event.message?.text ?? event.message?.template;
  if (said && event.exceptions.length === 0) parts.push(fenced(said.slice(0, MOST_DETAILS)));
  const { request } = event;
  if (request?.url) parts.push(`**Request:** ${plain([request.method, request.url].filter(Boolean).join(' '))}`);
  return parts;
}

export function markdown(error: Known, event: Story | null): string {
  const facts: [string, string][] = [
    ['Level', error.level],
    ['Environment', error.environment],
    ['Origin', error.origin],
    ['Release', error.release ?? '—'],
    ['Events', `${error.events} (${error.users} users)`],
    ['First seen', error.first_seen],
    ['Last seen', error.last_seen],
  ];
  const tags = Object.entries(error.tags).map(([name, value]) => `- ${plain(name)}: ${plain(text(value) ?? '')}`);
  const told = event ? story(event) : [];
  const details = error.details && !event?.exceptions.length ? [fenced(error.details.slice(0, MOST_DETAILS))] : [];
  return [
    `## ${plain(error.title)}`,
    facts.map(([name, value]) => `- **${name}:** ${plain(value)}`).join('\n'),
    ...told,
    ...details,
    ...(tags.length ? ['### Tags', tags.join('\n')] : []),
    error.address,
  ].join('\n\n');
}
