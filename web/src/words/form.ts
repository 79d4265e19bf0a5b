import type { Words } from '../lib/words.svelte';

export const formWords = {
  clash: ['Somebody changed this meanwhile', 'Outra pessoa mudou isto'],
} satisfies Words;
