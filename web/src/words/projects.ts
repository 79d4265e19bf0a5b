import type { Words } from '../lib/words.svelte';

/** The room of projects: the applications that report their errors. */
export const projects = {
  count: [
    { one: '{n} project', other: '{n} projects' },
    { one: '{n} projeto', other: '{n} projetos' },
  ],
  emptyTitle: ['No project yet', 'Nenhum projeto ainda'],
  emptyText: [
    'A project is one of your applications. It gets an address of its own, and whatever breaks in it shows up in Errors.',
    'Um projeto é um dos seus aplicativos. Ele ganha um endereço próprio, e o que quebrar nele aparece em Erros.',
  ],
  emptyViewer: ['Admins of your organization add projects.', 'Administradores da organização criam os projetos.'],
  noPlatform: ['no platform', 'sem plataforma'],
  otherPlatform: ['Other', 'Outra'],
  browser: ['Browser', 'Navegador'],
  noChoice: ['Choose later', 'Escolher depois'],

  // a new one
  newSupport: ['Three steps, about two minutes.', 'Três passos, uns dois minutos.'],
  stepName: ['Name it', 'Dê um nome'],
  stepConnect: ['Connect the application', 'Ligue o aplicativo'],
  stepConnectText: [
    'You get its DSN and the code to paste, for Python, Node.js, PHP, the browser and more.',
    'Você recebe o DSN e o código para colar, em Python, Node.js, PHP, navegador e outros.',
  ],
  stepFirst: ['See the first event arrive', 'Veja chegar o primeiro evento'],
  stepFirstText: ['The page waits for it and says when it is there.', 'A página espera e avisa assim que chegar.'],
  nameHint: ['As your team calls the application.', 'Como sua equipe chama o aplicativo.'],
  create: ['Create project', 'Criar projeto'],
  creating: ['Creating', 'Criando'],
  mainKey: ['Main key', 'Chave principal'],
  organizationName: ['Organization', 'Organização'],
  organizationHint: [
    'The company or team it belongs to. You can invite people later.',
    'A empresa ou equipe. Dá para convidar pessoas depois.',
  ],

  // connecting
  connectSupport: [
    'The application still has to be connected: three steps, about two minutes.',
    'Falta ligar o aplicativo: três passos, uns dois minutos.',
  ],
  copyStep: ['Copy the DSN', 'Copie o DSN'],
  copyDsn: ['Copy DSN', 'Copiar DSN'],
  dsnText: [
    'Tells the application where to report. It may stand in public code: it can only write.',
    'Diz ao aplicativo para onde mandar. Pode ir em código público: só serve para escrever.',
  ],
  noKey: ['This project has no key, so nothing can report to it.', 'Este projeto não tem chave, então nada consegue reportar.'],
  noKeyViewer: ['An admin has to make one.', 'Um administrador precisa criar uma.'],
  pasteStep: ['Paste it into the application', 'Cole no aplicativo'],
  platforms: ['Platform', 'Plataforma'],
  copyCode: ['Copy code', 'Copiar código'],
  copyCommand: ['Copy command', 'Copiar comando'],
  inTerminal: ['In the terminal', 'No terminal'],
  inFile: ['In {file}', 'Em {file}'],
  inCode: ['Where the application starts', 'Onde o aplicativo começa'],
  remove: ['delete once it has arrived', 'apague depois de ver chegar'],
  runStep: ['Run it once', 'Rode uma vez'],
  waiting: ['Waiting for the first event…', 'Esperando o primeiro evento…'],
  waitingText: [
    'Nothing yet at {time}. You can leave this page open: it shows the event as soon as it is here.',
    'Nada até agora, {time}. Pode deixar esta página aberta: ela mostra assim que chegar.',
  ],
  arrived: ['The first event is here', 'O primeiro evento chegou'],
  arrivedText: ['“{title}”, {when}', '“{title}”, {when}'],
  seeError: ['See the error', 'Ver o erro'],
  seeErrors: ['See its errors', 'Ver os erros'],
  connected: ['Connected. First event {when}.', 'Ligado. Primeiro evento {when}.'],
  notArrived: ['Didn’t arrive?', 'Não chegou?'],
  helpRun: ['Did the code run?', 'O código rodou?'],
  helpRunText: [
    'The lines must be executed, and the program must live long enough to send: short scripts need a flush at their end.',
    'As linhas precisam ser executadas, e o programa precisa viver o bastante para enviar: scripts curtos pedem um flush no fim.',
  ],
  helpDsn: ['Is it the whole DSN?', 'É o DSN inteiro?'],
  helpDsnText: ['It begins with https and ends with the number {n}.', 'Começa com https e termina com o número {n}.'],
  helpNet: ['Does the machine reach this address?', 'A máquina alcança este endereço?'],
  helpNetText: [
    'Try this on the machine where the application runs. If it says event_ids, the way is free.',
    'Tente isto na máquina em que o aplicativo roda. Se responder event_ids, o caminho está livre.',
  ],
  helpTls: ['Does it trust the certificate?', 'Ela confia no certificado?'],
  helpTlsText: [
    'An installation for trying out has a certificate that applications refuse. Real ones have one that everybody knows.',
    'Uma instalação de teste tem um certificado que os aplicativos recusam. As de verdade têm um que todos conhecem.',
  ],

  // keys
  keys: ['Keys', 'Chaves'],
  keysSupport: [
    'One for each place that reports. A deleted key is refused within a second.',
    'Uma para cada lugar que reporta. Uma chave apagada é recusada em um segundo.',
  ],
  newKey: ['New key', 'Nova chave'],
  editKey: ['Edit key', 'Editar chave'],
  createKey: ['Create key', 'Criar chave'],
  keyMade: ['Key “{name}” is ready', 'Chave “{name}” criada'],
  keySaved: ['Key saved', 'Chave salva'],
  keyActions: ['Actions for {name}', 'Ações de {name}'],
  never: ['never', 'nunca'],
  deleteKey: ['Delete key', 'Apagar chave'],
  deleteKeyTitle: ['Delete the key “{name}”?', 'Apagar a chave “{name}”?'],
  deleteKeyText: [
    'Whatever reports with it is refused within a second. What has arrived stays. This can’t be undone.',
    'O que reporta com ela passa a ser recusado em um segundo. O que já chegou fica. Não há volta.',
  ],
  keyDeleted: ['Key “{name}” deleted', 'Chave “{name}” apagada'],
  limited: ['limited', 'com limite'],

  // limits
  eventsHint: ['Empty: the service’s own limit.', 'Vazio: o limite do serviço.'],
  megabytes: ['MiB a minute', 'MiB por minuto'],

  // settings
  settings: ['Settings', 'Ajustes'],
  general: ['General', 'Geral'],
  keeping: ['What is kept', 'O que se guarda'],
  limits: ['Limits', 'Limites'],
  privacy: ['Secrets', 'Segredos'],
  retentionHint: ['Older events go; the counts stay.', 'Eventos mais velhos saem; as contagens ficam.'],
  keepMebibytes: ['Space kept, in MiB', 'Espaço guardado, em MiB'],
  keepHint: ['{used} used. Beyond it the oldest events go.', '{used} em uso. Passando disso, os eventos mais velhos saem.'],
  quotaHint: [
    'For all keys of the project together. Empty: the service’s own limits.',
    'Para todas as chaves juntas. Vazio: os limites do serviço.',
  ],
  scrubOn: [
    'Passwords, CPFs, cards and tokens become “hidden” before anything is stored.',
    'Senhas, CPFs, cartões e tokens viram “oculto” antes de qualquer coisa ser guardada.',
  ],
  scrubHint: ['On: passwords, CPFs, cards and tokens are never stored.', 'Ligado: senhas, CPFs, cartões e tokens nunca são guardados.'],
  scrubNamesHint: [
    'Names of fields whose values are secret too, such as placa. Enter adds.',
    'Nomes de campos cujo valor também é segredo, como placa. Enter adiciona.',
  ],
  saved: ['Settings saved', 'Ajustes salvos'],
  clash: ['Somebody changed this project', 'Outra pessoa mudou este projeto'],

  // grouping rules
  grouping: ['Grouping rules', 'Regras de agrupamento'],
  groupingText: [
    'Equal events are one error by themselves. Rules join or part what you see differently. The first that fits counts, for events from now on.',
    'Eventos iguais já viram um erro só. Regras juntam ou separam o que você vê de outro jeito. Vale a primeira que serve, para eventos daqui em diante.',
  ],
  noRules: ['No rules. Most projects need none.', 'Nenhuma regra. A maioria dos projetos não precisa.'],
  rule: ['Rule {n}', 'Regra {n}'],
  ruleKind: ['If', 'Se'],
  rulePattern: ['fits', 'combina com'],
  ruleParts: ['Group by', 'Agrupar por'],
  patternHint: ['* is any text, ? one character. Case counts.', '* é qualquer texto, ? um caractere. Maiúsculas contam.'],
  partsHint: ['Texts, or {{ default }}, {{ transaction }} … Enter adds.', 'Textos, ou {{ default }}, {{ transaction }} … Enter adiciona.'],
  addRule: ['Add rule', 'Adicionar regra'],
  removeRule: ['Remove rule {n}', 'Remover regra {n}'],
  ruleUp: ['Move rule {n} up', 'Subir regra {n}'],
  ruleDown: ['Move rule {n} down', 'Descer regra {n}'],
  kindType: ['Type of exception', 'Tipo da exceção'],
  kindValue: ['Message', 'Mensagem'],
  kindModule: ['Module', 'Módulo'],
  kindFunction: ['Function', 'Função'],
  kindPath: ['File', 'Arquivo'],
  kindLogger: ['Logger', 'Logger'],
  preview: ['Preview', 'Ver o efeito'],
  previewing: ['Trying', 'Testando'],
  previewNothing: [
    { one: 'Nothing would change for the newest event.', other: 'Nothing would change for the newest {n} events.' },
    { one: 'Nada mudaria no último evento.', other: 'Nada mudaria nos últimos {n} eventos.' },
  ],
  previewOf: [
    { one: 'With the newest event, these rules would:', other: 'With the newest {n} events, these rules would:' },
    { one: 'No último evento, estas regras fariam:', other: 'Nos últimos {n} eventos, estas regras fariam:' },
  ],
  wouldMerge: [
    { one: 'join {n} error into “{title}”', other: 'join {n} errors into “{title}”' },
    { one: 'juntar {n} erro em “{title}”', other: 'juntar {n} erros em “{title}”' },
  ],
  wouldSplit: [
    { one: 'split this error into {n}', other: 'split this error into {n}' },
    { one: 'separar este erro em {n}', other: 'separar este erro em {n}' },
  ],
  noChanges: ['Nothing has changed.', 'Nada mudou.'],
  rulesSaved: ['Rules saved', 'Regras salvas'],

  // deleting
  deleteProject: ['Delete project', 'Apagar projeto'],
  deleteTitle: ['Delete “{name}”?', 'Apagar “{name}”?'],
  deleteText: [
    {
      one: '{n} error goes with all its events, and every key. {size} are freed. This can’t be undone.',
      other: '{n} errors go with all their events, and every key. {size} are freed. This can’t be undone.',
    },
    {
      one: 'Some {n} erro com todos os eventos, e as chaves. Liberam-se {size}. Não há volta.',
      other: 'Somem {n} erros com todos os eventos, e as chaves. Liberam-se {size}. Não há volta.',
    },
  ],
  deleted: ['Project “{name}” deleted', 'Projeto “{name}” apagado'],
  moreActions: ['More actions', 'Mais ações'],
} satisfies Words;
