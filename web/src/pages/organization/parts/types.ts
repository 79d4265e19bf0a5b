import type { paths } from '../../../lib/schema';

type Json<T> = T extends { content: { 'application/json': infer Body } } ? Body : never;
type Items<T> = Json<T> extends { items: (infer One)[] } ? One : never;

export type Organization = Json<paths['/api/v1/organizations/{id}']['get']['responses']['200']>;
export type Member = Json<paths['/api/v1/organizations/{id}/members/{user_id}']['get']['responses']['200']>;
export type Invitation = Items<paths['/api/v1/organizations/{id}/invitations']['get']['responses']['200']>;
export type Invited = Json<paths['/api/v1/organizations/{id}/invitations']['post']['responses']['201']>;
export type Entry = Items<paths['/api/v1/users/me/activity']['get']['responses']['200']>;
