// The page of browser.mjs, which makes window.settings.
import * as Sentry from '@sentry/browser';
import { report } from '/events.mjs';

const { dsn, count } = window.settings;
await fetch('/done', { method: 'POST', body: await report(Sentry, dsn, count) });
