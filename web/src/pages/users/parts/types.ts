import type { components } from '../../../lib/schema';

export type Person = components['schemas']['UsersReply'];
