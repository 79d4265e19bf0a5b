import type { Words } from '../lib/words.svelte';

/** What the console itself says about requests. */
export const api = {
  offline: ['No connection. What you typed is kept on this screen.', 'Sem conexão. O que você digitou está guardado nesta tela.'],
  waiting: ['The service is busy. Trying again in {n} s.', 'O serviço está ocupado. Tentamos de novo em {n} s.'],
  down: ['The service is down. Trying again in {n} s.', 'O serviço não responde. Tentamos de novo em {n} s.'],
  cepDown: ['The CEP service is down. Trying again in {n} s.', 'O serviço de CEP não responde. Tentamos de novo em {n} s.'],
  unreadable: [
    'The service answered with something we can’t read (status {status}).',
    'O serviço respondeu algo que não sabemos ler (status {status}).',
  ],
} satisfies Words;
