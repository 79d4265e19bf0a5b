// Clubs and books: lists, order, meetings, locks, members, numbers; progress and reviews.
import { expect, test } from './lib/test.ts';
import { newPerson, unique, type Api, type Person } from './lib/api.ts';
import { HOSTILE, LONG } from './lib/data.ts';
import { everyLook, expectNoAxe, expectNoSideways, setWidth, shot } from './lib/looks.ts';

const soon = () => new Date(Date.now() + 3 * 864e5).toISOString().replace(/\.\d+Z/, 'Z');
const newClub = (api: Api, more = {}) => api.post('/clubs', { name: `Clube ${unique()}`, visibility: 'public', ...more });

/** A club with three books, in this order, the first being read. */
async function withBooks(api: Api) {
  const club = await newClub(api);
  const books = [];
  for (const [i, title] of ['Torto arado', 'Grande sertão', 'A paixão segundo G. H.'].entries()) {
    const book = await api.post('/books', { title: `${title} ${unique()}`, authors: ['Uma Autora'], pages: 200 });
    await api.post(`/clubs/${club.id}/books`, { book_id: book.id, state: i ? 'planned' : 'reading', position: (i + 1) * 10 });
    books.push(book);
  }
  return { club, books };
}

async function joined(club: string): Promise<Person> {
  const person = await newPerson();
  await person.api.post(`/clubs/${club}/join`);
  return person;
}

const listOf = async (api: Api, club: string): Promise<string[]> =>
  (await api.get(`/clubs/${club}/books`)).items.map((row: { book_id: string }) => row.book_id);

test('a new club; its empty parts say what they are for', async ({ open, page }) => {
  await open('/clubs');
  await page.getByRole('link', { name: 'New club' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'New club' })).toBeVisible();
  const name = `Leituras ${unique()}`;
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByText('What should the club read first?')).toBeVisible();
  await page.getByRole('button', { name: 'Suggest a book' }).click();
  await page.getByLabel('ISBN, title or author').fill(`não há ${unique()}`);
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.getByLabel('Pages').fill('264');
  await page.getByRole('button', { name: 'Add', exact: true }).last().click();
  await expect(page.getByRole('combobox', { name: 'Reading state' })).toHaveValue('suggested');
});

test('the reading state, and the order by keyboard and by menu', async ({ api, open, page }) => {
  const { club, books } = await withBooks(api);
  await open(`/clubs/${club.id}`);
  const row = page.getByRole('listitem').filter({ hasText: books[1].title });
  await row.getByRole('combobox', { name: 'Reading state' }).selectOption('finished');
  await expect.poll(async () => (await api.get(`/clubs/${club.id}/books/${books[1].id}`)).state).toBe('finished');

  const handle = page.getByRole('button', { name: `Move ${books[2].title}` });
  await handle.focus();
  for (const key of ['Space', 'ArrowUp', 'ArrowUp', 'Escape']) await page.keyboard.press(key);
  await expect(handle).toBeFocused();
  expect(await listOf(api, club.id)).toEqual(books.map((book) => book.id));
  for (const key of ['Space', 'ArrowUp', 'Space']) await page.keyboard.press(key);
  await expect.poll(() => listOf(api, club.id)).toEqual([books[0].id, books[2].id, books[1].id]);

  await page.getByRole('button', { name: `Actions for ${books[1].title}` }).click();
  await page.getByRole('menuitem', { name: 'Move to the top' }).click();
  await expect.poll(() => listOf(api, club.id)).toEqual([books[1].id, books[0].id, books[2].id]);
});

test('the order by drag', async ({ api, open, page }) => {
  const { club, books } = await withBooks(api);
  await open(`/clubs/${club.id}`);
  const from = await page.getByRole('button', { name: `Move ${books[2].title}` }).boundingBox();
  const to = await page.getByRole('button', { name: `Move ${books[0].title}` }).boundingBox();
  if (!from || !to) throw new Error('no handles');
  await page.mouse.move(from.x + 10, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 10, from.y, { steps: 5 });
  // Its place in the list is empty while it is in the air.
  const first = page.getByRole('list', { name: 'Reading list' }).getByRole('listitem', { includeHidden: true }).first();
  // The list makes room while the pointer is over it.
  await expect(async () => {
    await page.mouse.move(to.x + 10, to.y + 6, { steps: 10 });
    await expect(first).toContainText(books[2].title, { timeout: 300 });
  }).toPass();
  await page.mouse.up();
  await expect.poll(() => listOf(api, club.id)).toEqual([books[2].id, books[0].id, books[1].id]);
});

test('a meeting: going, and the waiting list in its order', async ({ api, open, page }) => {
  const { club } = await withBooks(api);
  const other = await joined(club.id);
  const meeting = await api.post(`/clubs/${club.id}/meetings`, {
    title: 'Partes 2 e 3',
    starts_at: soon(),
    capacity: 1,
    place: 'Livraria',
  });
  await other.api.put(`/clubs/${club.id}/meetings/${meeting.id}/rsvp`, { answer: 'yes' });
  await open(`/clubs/${club.id}`);
  await expect(page.getByText('Who says Going now joins the waiting list')).toBeVisible();
  await page.getByRole('radio', { name: 'Going', exact: true }).check({ force: true });
  await expect(page.getByText('You are on the waiting list.')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Waiting list' })).toContainText('You');
  await page.getByRole('radio', { name: 'Not going' }).check({ force: true });
  await expect(page.getByText('You are on the waiting list.')).toBeHidden();
  await expect.poll(async () => (await api.get(`/clubs/${club.id}/meetings/${meeting.id}`)).my_answer).toBe('no');
});

test('a locked topic opens as one reads on', async ({ api, open, page }) => {
  const { club, books } = await withBooks(api);
  const other = await joined(club.id);
  const topic = await other.api.post(`/clubs/${club.id}/topics`, { title: 'O fim', book_id: books[0].id, spoiler_until_percent: 75 });
  await other.api.post(`/topics/${topic.id}/posts`, { text: 'Ela volta para casa' });
  await open(`/clubs/${club.id}`);
  await expect(page.getByText(/^Unlocks at 75\s%$/)).toBeVisible();
  await page.getByRole('link', { name: 'O fim' }).click();
  await expect(page.getByRole('heading', { name: /unlocks at 75\s%/ })).toBeVisible();
  await expect(page.getByText('Ela volta para casa')).toBeHidden();
  await page.getByRole('slider').last().focus();
  await page.keyboard.press('End');
  await expect(page.getByText('Ela volta para casa')).toBeVisible();
  await page.getByLabel('Your reply').fill(HOSTILE);
  await page.getByRole('button', { name: 'Reply', exact: true }).click();
  await expect(page.getByRole('list', { name: 'O fim' }).getByRole('listitem').last()).toContainText('<img src=x onerror');
});

test('members: an invitation lets somebody in; a role, a ban and its end', async ({ api, another, open, page }) => {
  const club = await newClub(api, { visibility: 'private' });
  await open(`/clubs/${club.id}?tab=members`);
  await page.getByRole('button', { name: 'Invite' }).first().click();
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = await page.getByLabel('Invitation link').inputValue();
  const guest = await another('viewer');
  await guest.goto(link);
  await guest.getByRole('button', { name: 'Enter', exact: true }).click();
  await expect(guest.getByRole('heading', { level: 1, name: club.name })).toBeVisible();
  await expect(guest).not.toHaveURL(/invitation=/);
  await expect(guest.getByRole('combobox', { name: 'Reading state' })).toHaveCount(0);

  const { items } = await api.get(`/clubs/${club.id}/members`);
  const { username, id } = items.find((one: { role: string }) => one.role === 'member');
  await page.reload();
  await page.getByRole('combobox', { name: `Role of ${username}` }).selectOption('moderator');
  await expect.poll(async () => (await api.get(`/clubs/${club.id}/members/${id}`)).role).toBe('moderator');
  await page.getByRole('button', { name: `Actions for ${username}` }).click();
  await page.getByRole('menuitem', { name: 'Ban' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Ban', exact: true }).click();
  await page.getByRole('button', { name: 'Lift the ban' }).click();
  await expect.poll(async () => (await api.get(`/clubs/${club.id}/bans`)).items.length).toBe(0);
});

test('a book: progress, a review with half a star, a spoiler that stays closed', async ({ api, open, page }) => {
  const { club, books } = await withBooks(api);
  const other = await joined(club.id);
  await other.api.put(`/books/${books[0].id}/progress`, { percent: 100 });
  await other.api.post(`/books/${books[0].id}/reviews`, { rating: 4, text: 'Ela volta para casa', spoiler: true });
  await open(`/books/${books[0].id}`);
  await expect(page.getByRole('heading', { level: 1, name: books[0].title })).toBeVisible();
  await expect(page.getByText('Ela volta para casa')).toBeHidden();
  await page.getByRole('button', { name: 'Show spoiler' }).click();
  await expect(page.getByText('Ela volta para casa')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Write a review' })).toHaveCount(0);
  await page.getByRole('slider', { name: 'Your progress' }).focus();
  await page.keyboard.press('End');
  await page.getByRole('button', { name: 'Write a review' }).click();
  await page.getByRole('slider', { name: 'Rating' }).focus();
  for (let i = 0; i < 9; i++) await page.keyboard.press('ArrowRight');
  await page.getByLabel('What did you think of it?').fill(LONG);
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByRole('article', { name: 'Your review' })).toContainText(LONG);
  await expect.poll(async () => (await api.get(`/books/${books[0].id}/reviews?mine=true`)).items[0]?.rating).toBe(4.5);
});

test('a club that is private is not here', async ({ open, page, watch }) => {
  watch.allow(/404/);
  const stranger = await newPerson();
  const club = await newClub(stranger.api, { visibility: 'private' });
  await open(`/clubs/${club.id}`);
  await expect(page.getByRole('heading', { level: 1, name: 'This club isn’t here' })).toBeVisible();
});

test('every look', async ({ api, open, page }) => {
  const { club, books } = await withBooks(api);
  await api.post(`/clubs/${club.id}/meetings`, { title: 'T'.repeat(200), starts_at: soon(), capacity: 1 });
  await api.post(`/clubs/${club.id}/topics`, { title: HOSTILE.slice(0, 200), book_id: books[0].id, spoiler_until_percent: 50 });
  const pages = { clubs: '/clubs', club: `/clubs/${club.id}`, book: `/books/${books[0].id}` };
  for (const [name, path] of Object.entries(pages)) {
    await open(path);
    await everyLook(page, async (look) => {
      await expectNoAxe(page, `${name} ${look.lang} ${look.theme}`);
      await shot(page, name, look);
    });
  }
});

test('on the narrowest screen its parts are tabs', async ({ api, open, page }) => {
  const { club } = await withBooks(api);
  await setWidth(page, 'narrow');
  await open(`/clubs/${club.id}`);
  for (const tab of ['Meetings', 'Topics', 'Statistics', 'Members']) {
    await page.getByRole('tab', { name: tab }).click();
    await expectNoSideways(page);
    await expectNoAxe(page, `club ${tab}`);
  }
});
