/** The time that relative dates count from: one timer for the whole page, asleep while nobody looks. */
import { createSubscriber } from 'svelte/reactivity';

const STEP = 10_000;

const subscribe = createSubscriber((update) => {
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') update();
  }, STEP);
  document.addEventListener('visibilitychange', update);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', update);
  };
});

/** Now; who reads it in a component is run again every ten seconds. */
export function now(): Date {
  subscribe();
  return new Date();
}
