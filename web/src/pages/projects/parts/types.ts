import type { paths } from '../../../lib/schema';

type Json<T> = T extends { content: { 'application/json': infer Body } } ? Body : never;

export type Project = Json<paths['/api/v1/projects/{id}']['get']['responses']['200']>;
export type Key = Json<paths['/api/v1/projects/{id}/keys/{key_id}']['get']['responses']['200']>;
export type Rule = Project['fingerprint_rules'][number];
export type FirstError = Json<paths['/api/v1/errors']['get']['responses']['200']>['items'][number];
