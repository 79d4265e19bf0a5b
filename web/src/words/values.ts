import type { Words } from '../lib/words.svelte';

/** What the values of an enumeration are called, by the name of its field; `any` holds for the others. */
// prettier-ignore
export const values: Record<string, Words> = {
  level: {
    fatal: ['Fatal', 'Fatal'], error: ['Error', 'Erro'], warning: ['Warning', 'Aviso'], info: ['Info', 'Info'], debug: ['Debug', 'Debug'],
  },
  priority: { 0: ['None', 'Nenhuma'], 1: ['Low', 'Baixa'], 2: ['Medium', 'Média'], 3: ['High', 'Alta'], 4: ['Urgent', 'Urgente'] },
  priority_min: { 0: ['None', 'Nenhuma'], 1: ['Low', 'Baixa'], 2: ['Medium', 'Média'], 3: ['High', 'Alta'], 4: ['Urgent', 'Urgente'] },
  state: {
    suggested: ['Suggested', 'Sugerido'], planned: ['Planned', 'Na fila'], reading: ['Reading', 'Lendo'], finished: ['Finished', 'Lido'],
    dropped: ['Dropped', 'Abandonado'],
  },
  answer: { yes: ['Going', 'Vou'], no: ['Not going', 'Não vou'], maybe: ['Maybe', 'Talvez'] },
  my_answer: { yes: ['Going', 'Vou'], no: ['Not going', 'Não vou'], maybe: ['Maybe', 'Talvez'] },
  visibility: { public: ['Public', 'Público'], private: ['Private', 'Privado'] },
  scrub: { default: ['On', 'Ligado'], off: ['Off', 'Desligado'] },
  interval: { hour: ['Hour', 'Hora'], day: ['Day', 'Dia'] },
  spark: { '24h': ['24 hours', '24 horas'], '14d': ['14 days', '14 dias'] },
  release: { next: ['The next release', 'A próxima versão'] },
  language: { en: ['English', 'Inglês'], 'pt-BR': ['Portuguese', 'Português'] },
  field: {
    description: ['Description', 'Descrição'], title: ['Title', 'Título'], details: ['Details', 'Detalhes'], origin: ['Origin', 'Origem'],
    level: ['Level', 'Nível'],
  },
  type: {
    error: ['Error', 'Erro'], event: ['Event', 'Evento'], project: ['Project', 'Projeto'], task: ['Task', 'Tarefa'],
    customer: ['Customer', 'Cliente'], club: ['Club', 'Clube'], book: ['Book', 'Livro'],
  },
  action: {
    archive: ['Archive', 'Arquivar'], resolve: ['Resolve', 'Resolver'], reopen: ['Reopen', 'Reabrir'], delete: ['Delete', 'Apagar'],
  },
  any: {
    // a task's, an account's, an error's
    pending: ['Pending', 'Pendente'], done: ['Done', 'Feita'], active: ['Active', 'Ativo'], disabled: ['Disabled', 'Desativado'],
    unresolved: ['Unresolved', 'Não resolvidos'], resolved: ['Resolved', 'Resolvidos'], archived: ['Archived', 'Arquivados'], all: ['All', 'Todos'],
    // roles
    viewer: ['Reader', 'Leitor'], editor: ['Editor', 'Editor'], admin: ['Admin', 'Administrador'], owner: ['Owner', 'Dono'],
    member: ['Member', 'Membro'], moderator: ['Moderator', 'Moderador'],
  },
};
