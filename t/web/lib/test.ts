/**
 * What a spec imports instead of Playwright's own: `import { test, expect } from './lib/test.ts'`.
 * One Chromium serves all tests; each has a context of its own, an organization of its own, and is watched: at the end there must have been
 * no violation of the Content-Security-Policy, no exception, no message of an error, and no request to another host.
 */
import { test as base, chromium, expect, type BrowserContext, type Page } from '@playwright/test';
import { Api, BASE, join, newPerson, promote, type Person, type Role } from './api.ts';
import { WIDTHS, type Lang, type Theme, type Width } from './looks.ts';

export { expect };
export type Who = Role | 'operator' | 'nobody';

/** An organization with its people, each made when first asked for. */
export class Office {
  readonly #people = new Map<Who, Promise<Member>>();

  /** The person of a role, and that person's API in this organization. */
  member(who: Exclude<Who, 'nobody'>): Promise<Member> {
    let member = this.#people.get(who);
    if (!member) this.#people.set(who, (member = this.#make(who)));
    return member;
  }
  api = async (who: Exclude<Who, 'nobody'> = 'owner'): Promise<Api> => (await this.member(who)).api;

  async #make(who: Exclude<Who, 'nobody'>): Promise<Member> {
    const person = await newPerson();
    if (who === 'owner') return { person, api: person.api, organization: person.home };
    if (who === 'operator') {
      promote(person.username);
      return { person, api: person.api, organization: person.home };
    }
    const owner = await this.member('owner');
    return { person, api: await join(owner.api, owner.organization, person, who), organization: owner.organization };
  }
}
export interface Member {
  person: Person;
  api: Api;
  organization: string;
}

/** The state of a browser in which a person has signed in. */
export async function signedIn({ person, organization }: Member) {
  const { username, password } = person;
  const response = await new Api().answer('POST', '/login', { body: { username, password, organization, cookie: true } });
  const [, value] = /__Host-balcao=([^;]+)/.exec(response.headers.get('set-cookie') ?? '') ?? [];
  if (!value) throw new Error(`signing in: ${response.status}, no cookie`);
  const kept = { 'balcao.signed-in': 'yes', 'balcao.organization': organization };
  return {
    cookies: [
      {
        name: '__Host-balcao',
        value,
        domain: new URL(BASE).hostname,
        path: '/',
        secure: true,
        httpOnly: true,
        sameSite: 'Strict' as const,
        expires: -1,
      },
    ],
    origins: [{ origin: BASE, localStorage: Object.entries(kept).map(([name, value]) => ({ name, value })) }],
  };
}

/** What went wrong in a context's pages, unless a test allows it. */
export class Watch {
  readonly #seen: string[] = [];
  readonly #allowed: RegExp[] = [];
  /** Faults that fit are part of the test. */
  allow(...patterns: RegExp[]): void {
    this.#allowed.push(...patterns);
  }
  faults = (): string[] => this.#seen.filter((one) => !this.#allowed.some((pattern) => pattern.test(one)));

  async over(context: BrowserContext): Promise<void> {
    await context.exposeBinding('balcaoWatch', (_source, text: string) => void this.#seen.push(text));
    await context.addInitScript(() => {
      const tell = (window as unknown as { balcaoWatch(text: string): void }).balcaoWatch;
      document.addEventListener('securitypolicyviolation', (event) =>
        tell(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
      );
    });
    context.on('weberror', (error) => this.#seen.push(`exception: ${error.error().stack ?? error.error().message}`));
    context.on('console', (message) => {
      // A refused request is told, too; whether it may be refused is for the test to say.
      if (message.type() === 'error' && !/^Failed to load resource/.test(message.text())) this.#seen.push(`console: ${message.text()}`);
    });
    context.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (/^https?:$/.test(protocol) && origin !== BASE) this.#seen.push(`another host: ${request.url()}`);
    });
  }
}

interface Options {
  /** Who is signed in when `page` opens. */
  who: Who;
  lang: Lang;
  theme: Theme;
  width: Width;
}
interface Fixtures {
  office: Office;
  watch: Watch;
  /** The API of the owner of `office`, to make what the page shows. */
  api: Api;
  /** Chooses by the page's language: `say('Save', 'Salvar')`. */
  say: (english: string, portuguese: string) => string;
  /** Goes to an address below /app and waits for its h1. */
  open: (path: string, page?: Page) => Promise<Page>;
  /** A page of somebody else in a browser of their own. */
  another: (who: Who) => Promise<Page>;
}

const contextOf = (lang: Lang, theme: Theme, width: Width) => ({
  baseURL: BASE,
  ignoreHTTPSErrors: true,
  locale: lang,
  timezoneId: 'America/Sao_Paulo',
  colorScheme: theme,
  viewport: { width: WIDTHS[width][0], height: WIDTHS[width][1] },
  hasTouch: width === 'phone' || width === 'narrow',
});

export const test = base.extend<Options & Fixtures>({
  who: ['owner', { option: true }],
  lang: ['en', { option: true }],
  theme: ['light', { option: true }],
  width: ['desktop', { option: true }],

  browser: [
    async ({}, use) => {
      const browser = await chromium.connect(process.env.BROWSER_AT ?? '');
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({}, use) => use(BASE),
  office: async ({}, use) => use(new Office()),
  watch: async ({}, use) => use(new Watch()),
  api: async ({ office }, use) => use(await office.api('owner')),
  say: async ({ lang }, use) => use((english, portuguese) => (lang === 'en' ? english : portuguese)),

  context: async ({ browser, office, watch, who, lang, theme, width }, use) => {
    const storageState = who === 'nobody' ? undefined : await signedIn(await office.member(who));
    const context = await browser.newContext({ ...contextOf(lang, theme, width), storageState });
    await watch.over(context);
    await use(context);
    await context.close();
    expect(watch.faults(), 'nothing went wrong in the browser').toEqual([]);
  },
  page: async ({ context }, use) => use(await context.newPage()),

  open: async ({ page }, use) =>
    use(async (path, where = page) => {
      await where.goto(`/app${path}`);
      await expect(where.getByRole('heading', { level: 1 })).toBeVisible();
      return where;
    }),

  another: async ({ browser, office, watch, lang, theme, width }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (who) => {
      const storageState = who === 'nobody' ? undefined : await signedIn(await office.member(who));
      const context = await browser.newContext({ ...contextOf(lang, theme, width), storageState });
      contexts.push(context);
      await watch.over(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});
