// Things of the rooms that several specs need. What only one room needs stands in its own spec.
import { randomInt, randomUUID } from 'node:crypto';
import { type Api, unique } from './api.ts';

/** Waits until something holds, a minute at most. */
export async function until<T>(what: string, look: () => Promise<T | undefined | null | false>): Promise<T> {
  const end = Date.now() + 60_000;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > end) throw new Error(`after a minute: not ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

export interface Project {
  id: string;
  number: number;
  name: string;
  /** The public key of the DSN. */
  key: string;
  dsn: string;
}

/** A project with a key; needs an admin. */
export async function newProject(api: Api, name = `Loja ${unique()}`, platform = 'node'): Promise<Project> {
  const project = await api.post('/projects', { name, platform });
  const key = await api.post(`/projects/${project.id}/keys`, { name: 'servidor' });
  return { id: project.id, number: project.number, name, key: key.public_key, dsn: key.dsn };
}

/** Sends events of an SDK (Sentry's form), in an envelope each; their ids without hyphens. */
export async function sendEvents(api: Api, project: Project, ...payloads: object[]): Promise<string[]> {
  const ids: string[] = [];
  for (const payload of payloads) {
    const event_id = randomUUID().replaceAll('-', '');
    const body = [{ event_id }, { type: 'event' }, { event_id, ...payload }].map((part) => JSON.stringify(part)).join('\n');
    const path = `/api/${project.number}/envelope/?sentry_key=${project.key}&sentry_version=7`;
    await api.ask('POST', path, { body, headers: { 'Content-Type': 'text/plain' } });
    ids.push(event_id);
  }
  return ids;
}

/** Reports errors by `POST /errors` (`{title, level, environment, origin, details …}`) and waits until all are in the list; the list's rows. */
export async function reportErrors(api: Api, project: Project, ...bodies: object[]): Promise<Record<string, unknown>[]> {
  for (const body of bodies) await api.ask('POST', '/errors', { body, headers: { Authorization: `Bearer ${project.key}` } });
  return settled(api, project, bodies.length);
}

/** Waits until a project has so many events; the rows of its errors. */
export const settled = (api: Api, project: Project, events: number): Promise<Record<string, unknown>[]> =>
  until(`${events} events are counted`, async () => {
    const { items } = await api.get(`/errors?project=${project.id}&status=all&limit=100`);
    const counted = (items as { events: number }[]).reduce((sum, one) => sum + one.events, 0);
    return counted >= events && items;
  });

/** Eleven digits with right check digits. */
export function cpf(): string {
  const digits = Array.from({ length: 9 }, (_, index) => randomInt(index === 0 ? 1 : 0, 10));
  for (const length of [9, 10]) {
    const sum = digits.slice(0, length).reduce((all, digit, index) => all + digit * (length + 1 - index), 0);
    digits.push(sum % 11 < 2 ? 0 : 11 - (sum % 11));
  }
  return digits.join('');
}

/** A customer of realistic members, changed by those given; needs an editor. */
export const newCustomer = (api: Api, members: object = {}) => {
  const number = cpf();
  return api.post('/customers', {
    name: 'Maria da Silva',
    email: `c${number}@example.com`,
    phone: '(11) 99402-9275',
    cep: '01001-000',
    cpf: number,
    ...members,
  });
};

export const newTask = (api: Api, members: object = {}) => api.post('/tasks', { title: `Tarefa ${unique()}`, ...members });

/** Text that wants to be more than text: for every place that shows what people or programs wrote. */
export const HOSTILE = '<img src=x onerror="document.title=\'XSS\'"><script>document.title="XSS"</script>{{7*7}} \u202Egnol\u202C 👩🏽‍💻 ';
export const LONG = 'ReallyLongWordWithoutAnyBlank'.repeat(12);
