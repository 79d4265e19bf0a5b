import { mount } from 'svelte';
import App from './App.svelte';
import { forgetAnswers } from './lib/api';
import { takeToken } from './lib/fragment';
import { leaveToBrowser } from './lib/place.svelte';
import { session } from './lib/session.svelte';
import './lib/theme.svelte';
import './ui/tokens.css';
import './ui/base.css';

session.onchange = forgetAnswers;
// The router listens at the window; what is not its business never comes there.
document.addEventListener('click', (event) => leaveToBrowser(event) && event.stopPropagation());
takeToken('club');
void session.start();

const target = document.getElementById('app');
if (target) mount(App, { target });
