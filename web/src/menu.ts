/** The menu's entries, as console.md names them; who sees them. */
import Bug from '@lucide/svelte/icons/bug';
import Boxes from '@lucide/svelte/icons/boxes';
import BookOpen from '@lucide/svelte/icons/book-open';
import Building from '@lucide/svelte/icons/building-2';
import Shield from '@lucide/svelte/icons/shield-user';
import SquareCheck from '@lucide/svelte/icons/square-check';
import Users from '@lucide/svelte/icons/users';
import type { Need } from './routes';
import type { Row } from './lib/words.svelte';
import type { IconType } from './ui/types';
import { shell as words } from './words/shell';

export interface Entry {
  room: string;
  path: string;
  name: Row;
  icon: IconType;
  need: Extract<Need, 'viewer' | 'operator'>;
}

// prettier-ignore
export const entries: Entry[] = [
  { room: 'errors',       path: '/errors',       name: words.errors,       icon: Bug,         need: 'viewer' },
  { room: 'projects',     path: '/projects',     name: words.projects,     icon: Boxes,       need: 'viewer' },
  { room: 'tasks',        path: '/tasks',        name: words.tasks,        icon: SquareCheck, need: 'viewer' },
  { room: 'customers',    path: '/customers',    name: words.customers,    icon: Users,       need: 'viewer' },
  { room: 'clubs',        path: '/clubs',        name: words.clubs,        icon: BookOpen,    need: 'viewer' },
  { room: 'organization', path: '/organization', name: words.organization, icon: Building,    need: 'viewer' },
  { room: 'users',        path: '/users',        name: words.users,        icon: Shield,      need: 'operator' },
];
