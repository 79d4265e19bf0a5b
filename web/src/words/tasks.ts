import type { Words } from '../lib/words.svelte';

/** The room of tasks. */
export const tasks = {
  newTask: ['New task', 'Nova tarefa'],
  enterAdds: ['Enter adds', 'Enter adiciona'],
  added: ['Task added', 'Tarefa adicionada'],
  see: ['See it', 'Ver'],
  task: ['Task', 'Tarefa'],

  pendingCount: [
    { one: '{n} pending', other: '{n} pending' },
    { one: '{n} pendente', other: '{n} pendentes' },
  ],
  doneCount: [
    { one: '{n} done', other: '{n} done' },
    { one: '{n} feita', other: '{n} feitas' },
  ],
  allCount: [
    { one: '{n} task', other: '{n} tasks' },
    { one: '{n} tarefa', other: '{n} tarefas' },
  ],
  newRows: [
    { one: '{n} new task', other: '{n} new tasks' },
    { one: '{n} tarefa nova', other: '{n} tarefas novas' },
  ],

  filters: ['Filters', 'Filtros'],
  status: ['Status', 'Status'],
  pending: ['Pending', 'Pendentes'],
  done: ['Done', 'Feitas'],
  all: ['All', 'Todas'],
  label: ['Label', 'Etiqueta'],
  search: ['Search', 'Buscar'],
  sortBy: ['Order by', 'Ordenar por'],
  byDue: ['Due', 'Vencimento'],
  byPriority: ['Priority', 'Prioridade'],
  byTitle: ['Title', 'Título'],
  byNewest: ['Newest', 'Mais nova'],
  byChange: ['Last changed', 'Mudada por último'],

  late: ['Overdue', 'Atrasadas'],
  today: ['Today', 'Hoje'],
  next: ['Upcoming', 'Próximas'],
  undated: ['No date', 'Sem data'],
  todayChip: ['today', 'hoje'],

  complete: ['Complete', 'Concluir'],
  reopen: ['Reopen', 'Reabrir'],
  completeOne: ['Complete {title}', 'Concluir {title}'],
  completed: [
    { one: 'Task completed', other: '{n} tasks completed' },
    { one: 'Tarefa concluída', other: '{n} tarefas concluídas' },
  ],
  reopened: [
    { one: 'Task reopened', other: '{n} tasks reopened' },
    { one: 'Tarefa reaberta', other: '{n} tarefas reabertas' },
  ],
  remove: ['Delete', 'Apagar'],
  removeAsk: [
    { one: 'Delete this task?', other: 'Delete {n} tasks?' },
    { one: 'Apagar esta tarefa?', other: 'Apagar {n} tarefas?' },
  ],
  removeText: ['“{title}”. This can’t be undone.', '“{title}”. Não há volta.'],
  removeManyText: ['This can’t be undone.', 'Não há volta.'],
  removeDo: [
    { one: 'Delete task', other: 'Delete {n} tasks' },
    { one: 'Apagar tarefa', other: 'Apagar {n} tarefas' },
  ],
  removed: [
    { one: 'Task deleted', other: '{n} tasks deleted' },
    { one: 'Tarefa apagada', other: '{n} tarefas apagadas' },
  ],
  refused: ['“{title}” didn’t change. {reason}', '“{title}” não mudou. {reason}'],

  changed: ['Changed {when}', 'Mudada {when}'],
  clash: ['This task was changed elsewhere', 'Esta tarefa mudou em outro lugar'],
  gone: ['This task is gone', 'Esta tarefa não está mais aqui'],
  goneText: ['It was deleted, or never was yours.', 'Foi apagada, ou nunca foi sua.'],
  backToList: ['Close', 'Fechar'],

  emptyTitle: ['Nothing to do', 'Nada a fazer'],
  emptyText: [
    'Here is what must not be forgotten: a call, a bill, an order. Only you see your tasks.',
    'Aqui fica o que não pode ser esquecido: uma ligação, uma conta, um pedido. Só você vê suas tarefas.',
  ],
  emptyDo: ['Write the first', 'Anotar a primeira'],
  emptyDone: ['Nothing done yet', 'Nada feito ainda'],
  emptyDoneText: ['Tasks stand here once they are ticked off.', 'As tarefas vêm para cá quando são concluídas.'],
  seePending: ['See pending tasks', 'Ver as pendentes'],
  wherePending: ['We looked in the titles of what is pending.', 'Procuramos nos títulos das pendentes.'],
  whereDone: ['We looked in the titles of what is done.', 'Procuramos nos títulos das feitas.'],
  whereAll: ['We looked in the titles of all tasks.', 'Procuramos nos títulos de todas as tarefas.'],
  whereLabel: ['Only where the label is “{label}”.', 'Só com a etiqueta “{label}”.'],
  labelPending: ['No pending task has this label.', 'Nenhuma tarefa pendente tem esta etiqueta.'],
  labelDone: ['No done task has this label.', 'Nenhuma tarefa feita tem esta etiqueta.'],
  labelAll: ['No task has this label.', 'Nenhuma tarefa tem esta etiqueta.'],
  widen: ['Search in all tasks', 'Buscar em todas'],
  clearFilters: ['Clear filters', 'Limpar filtros'],
} satisfies Words;
