import type { Words } from '../lib/words.svelte';

export const register = {
  usernameHint: ['3 to 32: letters, digits, dot, hyphen. A letter first.', 'De 3 a 32: letras, números, ponto, hífen. Comece com letra.'],
  rules: ['What the password needs', 'O que a senha precisa'],
  kept: ['kept', 'cumprida'],
  open: ['not yet', 'ainda não'],
  strength: ['{n} of {total} rules kept', '{n} de {total} regras cumpridas'],
  length: ['8 to 128 characters', 'De 8 a 128 caracteres'],
  identity: ['Not your username or e-mail', 'Não é seu usuário nem e-mail'],
  repeated: ['Not one character repeated', 'Não é um só caractere repetido'],
  common: ['None that many people use', 'Não é das mais usadas'],
} satisfies Words;
