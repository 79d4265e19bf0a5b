/** What the API answers in the rooms of clubs and books. */
import type { paths } from '../../../lib/schema';

type Answer<T> = T extends { responses: { 200: { content: { 'application/json': infer Body } } } } ? Body : never;
type Item<T> = Answer<T> extends { items: (infer Row)[] } ? Row : never;

export type Club = Answer<paths['/api/v1/clubs/{id}']['get']>;
export type ListedBook = Answer<paths['/api/v1/clubs/{id}/books/{book_id}']['get']>;
export type Meeting = Answer<paths['/api/v1/clubs/{id}/meetings/{meeting_id}']['get']>;
export type Reply = Item<paths['/api/v1/clubs/{id}/meetings/{meeting_id}/rsvps']['get']>;
export type Topic = Answer<paths['/api/v1/topics/{id}']['get']>;
export type Post = Item<paths['/api/v1/topics/{id}/posts']['get']>;
export type Member = Item<paths['/api/v1/clubs/{id}/members']['get']>;
export type Ban = Item<paths['/api/v1/clubs/{id}/bans']['get']>;
export type Invitation = Item<paths['/api/v1/clubs/{id}/invitations']['get']>;
export type Stats = Answer<paths['/api/v1/clubs/{id}/stats']['get']>;
export type ReadingStats = Answer<paths['/api/v1/stats/reading']['get']>;
export type Book = Answer<paths['/api/v1/books/{id}']['get']>;
export type Review = Answer<paths['/api/v1/reviews/{id}']['get']>;

export type State = ListedBook['state'];
export type AnswerWord = 'yes' | 'maybe' | 'no';
export type ClubRole = 'member' | 'moderator' | 'owner';

export const STATES: readonly State[] = ['suggested', 'planned', 'reading', 'finished', 'dropped'];
export const ANSWERS: readonly AnswerWord[] = ['yes', 'maybe', 'no'];
