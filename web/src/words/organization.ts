import type { Words } from '../lib/words.svelte';

/** The organization one works in: who is in it, in which role, what was done. */
export const organization = {
  members: ['Members', 'Membros'],
  invitations: ['Invitations', 'Convites'],
  view: ['Sections', 'Seções'],
  yourRole: ['You are {role} here.', 'Aqui você é {role}.'],
  memberCount: [
    { one: '{n} member', other: '{n} members' },
    { one: '{n} membro', other: '{n} membros' },
  ],
  viewerIs: ['a reader', 'leitor'],
  editorIs: ['an editor', 'editor'],
  adminIs: ['an admin', 'administrador'],
  ownerIs: ['the owner', 'dono'],
  you: ['you', 'você'],
  since: ['Member since', 'Membro desde'],
  roleOf: ['Role of {name}', 'Papel de {name}'],
  roleChanged: ['{name} is now {role}', '{name} agora é {role}'],
  rolesTitle: ['What the roles may do', 'O que cada papel pode'],
  rolesText: [
    'Readers see everything. Editors create and change. Admins also delete, and manage members, projects and keys. Owners manage the organization itself.',
    'Leitores veem tudo. Editores criam e mudam. Administradores também apagam e cuidam de membros, projetos e chaves. Donos cuidam da própria organização.',
  ],
  remove: ['Remove {name}', 'Remover {name}'],
  removeTitle: ['Remove {name} from {organization}?', 'Remover {name} de {organization}?'],
  removeText: [
    'They lose access at once. What they made stays. You can invite them again.',
    'A pessoa perde o acesso na hora. O que ela fez fica. Dá para convidar de novo.',
  ],
  removeDo: ['Remove', 'Remover'],
  removed: ['{name} removed', '{name} saiu da organização'],
  lastOwner: [
    'An organization always keeps an owner. Make somebody else the owner first, then try again.',
    'Uma organização sempre tem um dono. Torne outra pessoa dona antes e tente de novo.',
  ],

  // inviting
  invite: ['Invite', 'Convidar'],
  inviting: ['Inviting', 'Convidando'],
  inviteTitle: ['Invite somebody', 'Convidar alguém'],
  inviteWho: ['Username or e-mail', 'Usuário ou e-mail'],
  inviteHint: [
    'They need no account yet. You get a link to hand over.',
    'A pessoa não precisa ter conta ainda. Você recebe um link para entregar.',
  ],
  linkTitle: ['Invitation for {user} is ready', 'Convite para {user} pronto'],
  linkText: [
    'Copy the link now and send it to them: it is shown only this once, and counts until {until}.',
    'Copie o link agora e envie à pessoa: ele só aparece desta vez e vale até {until}.',
  ],
  link: ['Link', 'Link'],
  copyLink: ['Copy link', 'Copiar link'],
  done: ['Done', 'Pronto'],
  noInvitations: ['No open invitations', 'Nenhum convite aberto'],
  noInvitationsText: [
    'Invite somebody by username or e-mail; until they accept, the invitation stands here.',
    'Convide por usuário ou e-mail; até a pessoa aceitar, o convite fica aqui.',
  ],
  withdraw: ['Withdraw', 'Cancelar convite'],
  withdrawOf: ['Withdraw: {user}', 'Cancelar convite: {user}'],
  withdrawn: ['Invitation withdrawn', 'Convite cancelado'],
  validUntil: ['Valid until', 'Vale até'],

  // the organization itself
  newOrganization: ['New organization', 'Nova organização'],
  newText: [
    'It has its own customers, projects and members. You become its owner and work in it at once.',
    'Ela tem clientes, projetos e membros próprios. Você passa a ser dono e já trabalha nela.',
  ],
  create: ['Create organization', 'Criar organização'],
  rename: ['Rename', 'Renomear'],
  renamed: ['Renamed', 'Nome salvo'],
  clash: ['Somebody changed this organization', 'Outra pessoa mudou esta organização'],
  leave: ['Leave organization', 'Sair da organização'],
  leaveTitle: ['Leave {name}?', 'Sair de {name}?'],
  leaveText: [
    'You lose access to its customers, projects and errors at once. Coming back takes an invitation.',
    'Você perde na hora o acesso a clientes, projetos e erros. Para voltar, só com convite.',
  ],
  left: ['You left {name}', 'Você saiu de {name}'],
  delete: ['Delete organization', 'Apagar organização'],
  deleteTitle: ['Delete {name}?', 'Apagar {name}?'],
  deleteText: [
    'With it go {customers}, {projects} and {members}’ access. This can’t be undone.',
    'Vão junto {customers}, {projects} e o acesso de {members}. Não há volta.',
  ],
  customers: [
    { one: '{n} customer', other: '{n} customers' },
    { one: '{n} cliente', other: '{n} clientes' },
  ],
  projects: [
    { one: '{n} project with its errors', other: '{n} projects with their errors' },
    { one: '{n} projeto com os erros', other: '{n} projetos com os erros' },
  ],
  typeName: ['Type {name} to go on', 'Digite {name} para continuar'],
  deleted: ['{name} deleted', '{name} apagada'],
  moreActions: ['More actions', 'Mais ações'],
} satisfies Words;
