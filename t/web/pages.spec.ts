// What holds on every page of the console's own table of addresses: one h1, a title, axe without a finding in both themes and languages,
// no sideways scrolling at 320 px, and a reload that comes back. The states of a page are judged by its room's spec.
import { newPerson } from './lib/api.ts';
import { newCustomer, newProject, newTask, reportErrors } from './lib/data.ts';
import { everyLook, expectNoAxe, expectNoSideways, type Look, ready, setWidth, shot } from './lib/looks.ts';
import { ROUTES, type Route } from './lib/routes.ts';
import { expect, type Office, test, type Who } from './lib/test.ts';

/** Makes what a page shows; for an address with `:id`, its id. A new address of that kind needs a row here. */
const MAKE: Record<string, (office: Office) => Promise<string>> = {
  '/errors': oneError,
  '/errors/:id': oneError,
  '/projects': async (office) => (await newProject(await office.api('owner'))).id,
  '/projects/:id': async (office) => (await newProject(await office.api('owner'))).id,
  '/tasks': async (office) => (await newTask(await office.api('owner'))).id,
  '/customers': async (office) => (await newCustomer(await office.api('owner'))).id,
  '/customers/:id': async (office) => (await newCustomer(await office.api('owner'))).id,
  '/clubs': oneClub,
  '/clubs/:id': oneClub,
  '/books/:id': async (office) => {
    const api = await office.api('owner');
    const book = await api.post('/books', { title: 'Dom Casmurro', authors: ['Machado de Assis'], pages: 256 });
    await api.post(`/clubs/${await oneClub(office)}/books`, { book_id: book.id });
    return book.id;
  },
  '/users/:id': async () => (await newPerson()).id,
};

async function oneError(office: Office): Promise<string> {
  const api = await office.api('owner');
  const project = await newProject(api);
  const [error] = await reportErrors(api, project, {
    title: 'TypeError: preço is undefined',
    level: 'error',
    environment: 'production',
    origin: 'loja-api',
    details: 'TypeError: preço is undefined\n    at total (carrinho.js:42:7)',
  });
  return String(error?.id);
}

async function oneClub(office: Office): Promise<string> {
  const api = await office.api('owner');
  return (await api.post('/clubs', { name: 'Clube da Leitura' })).id;
}

const whoFor = ({ need }: Route): Who => (need === 'nobody' ? 'nobody' : need === 'anybody' || need === 'viewer' ? 'owner' : need);

test('there are pages', () => {
  expect(ROUTES.map(({ path }) => path)).toEqual(expect.arrayContaining(['/login', '/register', '/system']));
});

// The address of the console itself only leads on.
for (const route of ROUTES.filter(({ path }) => path !== '/'))
  test.describe(route.path, () => {
    test.use({ who: whoFor(route) });
    test('every look', async ({ page, office, open }) => {
      const id = await MAKE[route.path]?.(office);
      expect(id !== undefined || !route.path.includes(':id'), `pages.spec.ts makes what ${route.path} shows`).toBe(true);
      const path = route.path.replace(':id', id ?? '');
      const name = `pages/${route.path.slice(1).replaceAll('/', '-').replace(':id', 'one')}`;
      await open(path);
      const loads = route.path === '/system'; // shows skeletons on purpose
      if (!loads) await ready(page);
      const see = async (look: Look) => {
        const heading = page.getByRole('heading', { level: 1 });
        await expect(heading).toHaveCount(1);
        expect(new URL(page.url()).pathname, 'a reload comes back').toBe(`/app${path}`);
        await expect(page).toHaveTitle(`${(await heading.innerText()).replace(/\s+/g, ' ').trim()} · balcão`);
        await expectNoSideways(page);
        // The widths differ in what is shown, the themes in colours: axe looks at each at least once.
        if (look.width === (look.theme === 'light' ? 'phone' : 'desktop')) await expectNoAxe(page, JSON.stringify(look));
        await shot(page, name, look);
      };
      await everyLook(page, see, { loads });
      await setWidth(page, 'narrow');
      await expectNoSideways(page, '320 px');
      await shot(page, `${name}-320`);
    });
  });
