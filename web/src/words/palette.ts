import type { Words } from '../lib/words.svelte';

/** The palette of Ctrl-K. */
export const palette = {
  page: ['Page', 'Página'],
  create: ['Create', 'Criar'],
  newTask: ['New task', 'Nova tarefa'],
  workIn: ['Work in {name}', 'Trabalhar em {name}'],
  organization: ['Organization', 'Organização'],
  action: ['Action', 'Ação'],
  toDark: ['Dark theme', 'Tema escuro'],
  toLight: ['Light theme', 'Tema claro'],
  toPortuguese: ['Português', 'Português'],
  toEnglish: ['English', 'English'],
  failed: ['The search didn’t work: {why}', 'A busca não funcionou: {why}'],
  nothing: [
    'Nothing matches “{query}” in errors, projects, tasks, customers, clubs and books.',
    'Nada com “{query}” em erros, projetos, tarefas, clientes, clubes e livros.',
  ],
} satisfies Words;
