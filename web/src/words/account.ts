import type { Words } from '../lib/words.svelte';

/** One's own account. */
export const account = {
  profile: ['Profile', 'Perfil'],
  usernameHint: ['You sign in with it, and others see it.', 'Serve para entrar, e os outros veem.'],
  displayHint: ['How you are called here. Empty: your username.', 'Como chamam você aqui. Vazio: seu usuário.'],
  saved: ['Profile saved', 'Perfil salvo'],
  clash: ['Your account was changed elsewhere', 'Sua conta mudou em outro lugar'],

  password: ['Password', 'Senha'],
  passwordText: ['Every other session ends when you change it.', 'Ao trocar, todas as outras sessões se encerram.'],
  changePassword: ['Change password', 'Trocar senha'],
  passwordChanged: ['Password changed', 'Senha trocada'],
  wrongPassword: ['This is not your password.', 'Esta não é sua senha.'],

  invitations: ['Invitations to you', 'Convites para você'],
  invitedAs: ['{who} invites you as {role}', '{who} convida você como {role}'],
  accept: ['Accept', 'Aceitar'],
  acceptOf: ['Accept the invitation to {name}', 'Aceitar o convite de {name}'],
  decline: ['Decline', 'Recusar'],
  declineOf: ['Decline the invitation to {name}', 'Recusar o convite de {name}'],
  accepted: ['You are now in {name}', 'Agora você está em {name}'],
  declined: ['Invitation declined', 'Convite recusado'],
  work: ['Work there', 'Trabalhar lá'],

  sessions: ['Sessions', 'Sessões'],
  sessionsText: [
    'Where you are signed in. End what you don’t recognise, and change your password.',
    'Onde sua conta está aberta. Encerre o que não reconhecer e troque a senha.',
  ],
  thisOne: ['this one', 'esta'],
  unknownAgent: ['Unknown program', 'Programa desconhecido'],
  browserOn: ['{browser} on {system}', '{browser} em {system}'],
  opened: ['Opened', 'Aberta'],
  end: ['End', 'Encerrar'],
  endAll: ['Sign out everywhere', 'Sair de todos os lugares'],
  endAllTitle: ['Sign out everywhere?', 'Sair de todos os lugares?'],
  endAllText: ['All sessions end at once, this one too.', 'Todas as sessões se encerram na hora, esta também.'],
  ended: ['Session ended', 'Sessão encerrada'],

  look: ['Language and looks', 'Idioma e aparência'],
  theme: ['Theme', 'Tema'],
  system: ['As the system', 'Do sistema'],
  light: ['Light', 'Claro'],
  dark: ['Dark', 'Escuro'],
  letters: ['Single-letter keys', 'Teclas de uma letra'],
  lettersHint: [
    'j and k move in lists, e resolves or completes, / searches. Off: only keys with Ctrl work.',
    'j e k andam nas listas, e resolve ou conclui, / busca. Desligado: só valem teclas com Ctrl.',
  ],

  activityText: ['What you did, and what others did to your account.', 'O que você fez, e o que outros fizeram com sua conta.'],

  delete: ['Delete account', 'Apagar conta'],
  deleteText: [
    'Your tasks, sessions and progress go at once, and every organization and club that only you belong to, with its customers and errors. What you wrote in others stays.',
    'Somem na hora suas tarefas, sessões e leituras, e cada organização e clube em que só você está, com clientes e erros. O que você escreveu em outros fica.',
  ],
  deleteTitle: ['Delete the account {name}?', 'Apagar a conta {name}?'],
  deleteGoes: ['With you go: {what}.', 'Vão junto com você: {what}.'],
  deleteNothing: ['Nothing else goes with it.', 'Nada mais vai junto.'],
  deleteTasks: [
    { one: '{n} task', other: '{n} tasks' },
    { one: '{n} tarefa', other: '{n} tarefas' },
  ],
  deleteOrganizations: [
    { one: 'the organization {names}', other: 'the organizations {names}' },
    { one: 'a organização {names}', other: 'as organizações {names}' },
  ],
  noWayBack: ['This can’t be undone. Enter your password to go on.', 'Não há volta. Informe sua senha para continuar.'],
  lastOwner: [
    'Others work in an organization that only you own. Make somebody else its owner first.',
    'Há gente numa organização em que só você é dono. Torne outra pessoa dona antes.',
  ],
} satisfies Words;
