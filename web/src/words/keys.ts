import type { Words } from '../lib/words.svelte';

/** What each key does, for the dialog of `?`. */
export const keyWords = {
  everywhere: ['Everywhere', 'Em toda parte'],
  inList: ['In a list', 'Numa lista'],
  inError: ['In an error', 'Num erro'],
  dragging: ['On a drag handle', 'Na alça de arrastar'],
  palette: ['Go to…', 'Ir para…'],
  help: ['This list of keys', 'Esta lista de teclas'],
  search: ['Go to the search', 'Ir para a busca'],
  save: ['Save a form', 'Salvar um formulário'],
  next: ['Next row', 'Próxima linha'],
  previous: ['Previous row', 'Linha anterior'],
  select: ['Select', 'Selecionar'],
  range: ['Select up to here', 'Selecionar até aqui'],
  open: ['Open', 'Abrir'],
  resolve: ['Resolve an error, complete a task', 'Resolver um erro, concluir uma tarefa'],
  clear: ['Clear the selection', 'Limpar a seleção'],
  nextError: ['Next error', 'Próximo erro'],
  previousError: ['Previous error', 'Erro anterior'],
  previousEvent: ['Previous event', 'Evento anterior'],
  nextEvent: ['Next event', 'Próximo evento'],
  lift: ['Lift, and drop', 'Pegar e soltar'],
  move: ['Move', 'Mover'],
  putBack: ['Put back', 'Devolver ao lugar'],
  off: [
    'Letters work only while the list has the focus. They can be switched off in your account.',
    'As letras só funcionam com o foco na lista. Dá para desligá-las em sua conta.',
  ],
} satisfies Words;
