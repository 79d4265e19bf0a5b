import { expect, it } from 'vitest';
import { given } from './roles';

it('nobody gives a role above their own', () => {
  expect(given('admin')).toEqual(['viewer', 'editor', 'admin']);
  expect(given('owner')).toEqual(['viewer', 'editor', 'admin', 'owner']);
  expect(given(undefined)).toEqual([]);
});
