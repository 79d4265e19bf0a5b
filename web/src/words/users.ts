import type { Words } from '../lib/words.svelte';

/** All accounts of this installation, for its operators. */
export const users = {
  count: [
    { one: '{n} account', other: '{n} accounts' },
    { one: '{n} conta', other: '{n} contas' },
  ],
  search: ['Search', 'Buscar'],
  placeholder: ['Name, username or e-mail', 'Nome, usuário ou e-mail'],
  anyStatus: ['All', 'Todos'],
  where: ['We looked in name, username and e-mail.', 'Procuramos no nome, no usuário e no e-mail.'],
  whereStatus: ['We looked in name, username and e-mail, status {status}.', 'Procuramos no nome, no usuário e no e-mail, status {status}.'],
  searchAll: ['Search in all', 'Buscar em todos'],
  operator: ['Operator', 'Operador'],
  disabled: ['Disabled', 'Desativado'],
  account: ['Account', 'Conta'],
  status: ['Access', 'Acesso'],
  isActive: ['{name} can sign in.', '{name} pode entrar.'],
  isDisabled: ['{name} can’t sign in. Nothing was deleted.', '{name} não pode entrar. Nada foi apagado.'],
  disable: ['Disable', 'Desativar'],
  enable: ['Enable', 'Ativar'],
  disableTitle: ['Disable {name}?', 'Desativar {name}?'],
  disableText: [
    'All sessions and invitations of this account end at once. You can enable it again.',
    'Todas as sessões e convites desta conta se encerram na hora. Dá para ativar de novo.',
  ],
  nowDisabled: ['{name} disabled', '{name} desativado'],
  nowActive: ['{name} can sign in again', '{name} pode entrar de novo'],
  delete: ['Delete account', 'Apagar conta'],
  deleteSupport: [
    'The account goes, with its tasks and whatever only it owns. Disabling keeps everything.',
    'A conta some, com suas tarefas e o que só ela possui. Desativar conserva tudo.',
  ],
  deleteTitle: ['Delete the account {name}?', 'Apagar a conta {name}?'],
  deleteText: [
    'Its tasks, sessions, and the organizations and clubs without other members go with it. This can’t be undone.',
    'Vão junto as tarefas, as sessões e as organizações e clubes sem outros membros. Não há volta.',
  ],
  deleted: ['{name} deleted', '{name} apagado'],
  lastOwner: [
    'This is the last owner of an organization where others work. They would go on, but nobody could manage it.',
    'É o último dono de uma organização com outras pessoas. Elas continuam, mas ninguém mais poderá administrá-la.',
  ],
  force: ['Do it even so', 'Fazer mesmo assim'],
  promote: ['How to make somebody an operator', 'Como tornar alguém operador'],
  promoteText: [
    'Only the command line does that, on the machine of the service:',
    'Só a linha de comando faz isso, na máquina do serviço:',
  ],
  resetText: ['A link with which {name} sets a new password:', 'Um link para {name} definir uma nova senha:'],
  commands: ['On the command line', 'Na linha de comando'],
  copyCommand: ['Copy command', 'Copiar comando'],
  yourself: ['This is you: your own account is changed in Your account.', 'Esta é você: a própria conta se muda em Sua conta.'],
  toAccount: ['Your account', 'Sua conta'],
} satisfies Words;
