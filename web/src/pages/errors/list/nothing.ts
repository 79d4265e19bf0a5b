/** Why the list is empty, which takes a question or two more. */
import { api, take } from '../../../lib/api';
import { asProblem } from '../../../lib/problem';
import { countOff, type Filters } from './filters';

/** `found`: filters found nothing. `done`: none is left to resolve. `silent`: nothing was ever reported. `no-project`: nothing could be. */
export type Why = 'found' | 'done' | 'silent' | 'no-project';

async function isEmpty(path: '/api/v1/errors' | '/api/v1/projects'): Promise<boolean> {
  const request =
    path === '/api/v1/errors'
      ? api.GET('/api/v1/errors', { params: { query: { status: 'all', limit: 1 } } })
      : api.GET('/api/v1/projects', { params: { query: { limit: 1 } } });
  return (await take<{ items: unknown[] }>(request as never)).items.length === 0;
}

/** Filters found nothing, unless there is nothing to find at all. */
export async function whyEmpty(filters: Filters): Promise<Why> {
  const usual: Why = countOff(filters) === 0 && filters.status === 'unresolved' ? 'done' : 'found';
  try {
    if (!(await isEmpty('/api/v1/errors'))) return usual;
    return (await isEmpty('/api/v1/projects')) ? 'no-project' : 'silent';
  } catch (thrown) {
    asProblem(thrown);
    return usual;
  }
}
