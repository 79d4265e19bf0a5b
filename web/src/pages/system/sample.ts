/** Made-up data of the page: names and numbers of the pictures. */
import type { ChartPoint, LevelName } from '../../ui/types';

export type Row = {
  id: string;
  level: LevelName;
  title: string;
  origin: string;
  environment: string;
  at: string;
  events: number;
  spark: number[];
  users: number | null;
  assignee: string | null;
  chip?: 'new' | 'again';
};

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

/** A course that looks like one, the same at every drawing. */
export const wave = (length: number, seed: number) =>
  Array.from({ length }, (_, i) => Math.round(Math.abs(Math.sin(i * 0.9 + seed) * 9 + Math.cos(i * 0.37 * seed) * 6)) + 1);

const quiet = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 5];

export const errors: Row[] = [
  {
    id: 'a',
    level: 'fatal',
    title: 'FATAL: remaining connection slots are reserved for non-replication superuser connections (SQLSTATE 53300)',
    origin: 'api-pedidos · 10.0.4.17',
    environment: 'production',
    at: ago(0.2),
    events: 48,
    spark: quiet,
    users: 31,
    assignee: null,
    chip: 'new',
  },
  {
    id: 'b',
    level: 'error',
    title: 'TypeError: Cannot read properties of undefined (reading ‘valorTotal’)',
    origin: 'checkout.lojadoze.com.br',
    environment: 'production',
    at: ago(1),
    events: 1_204_331,
    spark: wave(14, 2),
    users: 8412,
    assignee: 'Rafael Tavares',
  },
  {
    id: 'c',
    level: 'error',
    title: 'NotaFiscalDuplicada: chave 3525 1112 3456 7800 0195 5500 1000 0482 1310 0048 2130 já autorizada pela SEFAZ-SP',
    origin: 'worker-emissao-nfe-02.interno.emporiosantaefigenia.com.br',
    environment: 'production',
    at: ago(3),
    events: 2317,
    spark: [0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 6, 5, 9, 8],
    users: null,
    assignee: 'Marina Albuquerque',
    chip: 'again',
  },
  {
    id: 'd',
    level: 'warning',
    title: 'Certificado A1 do emitente vence em 7 dias',
    origin: 'worker-emissao-nfe-01',
    environment: 'production',
    at: ago(8),
    events: 14,
    spark: Array.from({ length: 14 }, () => 1),
    users: null,
    assignee: null,
  },
  {
    id: 'e',
    level: 'info',
    title: '<img src=x onerror=alert(1)> "; DROP TABLE errors; -- ‮txt.exe',
    origin: 'api-pagamentos',
    environment: 'staging',
    at: ago(64),
    events: 312,
    spark: wave(14, 5),
    users: 298,
    assignee: null,
  },
  {
    id: 'f',
    level: 'debug',
    title: 'cachemiss:estatisticas:clube:leitura-mensal:'.repeat(5),
    origin: '127.0.0.1',
    environment: 'dev',
    at: ago(60 * 15),
    events: 7,
    spark: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4, 7],
    users: 1,
    assignee: null,
  },
];

export type Customer = { id: string; name: string; cpf: string; phone: string; email: string; city: string; since: string };
export const customers: Customer[] = [
  {
    id: '1',
    name: 'Adalberto Nóbrega de Vasconcelos e Souza Filho',
    cpf: '***.456.789-**',
    phone: '(11) 98765-4321',
    email: 'adalberto.nobrega@exemplo.com.br',
    city: 'São Paulo, SP',
    since: '27/11/2025',
  },
  {
    id: '2',
    name: 'Beatriz Yamamoto',
    cpf: '***.330.118-**',
    phone: '(11) 3456-7890',
    email: 'bia@exemplo.com.br',
    city: 'São Paulo, SP',
    since: '27/11/2025',
  },
  {
    id: '3',
    name: 'Empório e Mercearia Nossa Senhora do Perpétuo Socorro',
    cpf: '***.772.640-**',
    phone: '(12) 3671-1010',
    email: 'contato@exemplo.com.br',
    city: 'São Luiz do Paraitinga, SP',
    since: '25/11/2025',
  },
];

export type Task = {
  id: string;
  title: string;
  labels: string[];
  due: string;
  late: boolean;
  today: boolean;
  priority: number;
  done: boolean;
};
export const tasks: Task[] = [
  {
    id: 't1',
    title: 'Trocar a resistência do forno 2',
    labels: ['loja', 'manutenção'],
    due: '25/11',
    late: true,
    today: false,
    priority: 3,
    done: false,
  },
  {
    id: 't2',
    title: 'Enviar XML das notas de outubro à contadora',
    labels: ['fiscal'],
    due: '26/11',
    late: true,
    today: false,
    priority: 4,
    done: false,
  },
  {
    id: 't3',
    title: 'Fechar a escala de dezembro: Jéssica de férias a partir do dia 8, Antônio cobre as manhãs de sábado até o Natal',
    labels: ['equipe'],
    due: '18:00',
    late: false,
    today: true,
    priority: 3,
    done: false,
  },
  { id: 't4', title: 'Conferir o inventário da câmara fria', labels: [], due: '', late: false, today: true, priority: 1, done: true },
];

const DAY = 86_400_000;
const start = new Date(new Date().toDateString()).getTime() - 13 * DAY;
const shape = (i: number, k: number) => Math.max(0, Math.round((Math.sin((i / 8) * Math.PI * 2 - 1.6) + 1.25) * (i > 84 ? 2.2 : 1) * k));
/** 14 days by three hours. */
export const points: ChartPoint[] = Array.from({ length: 110 }, (_, i) => ({
  at: new Date(start + (i * DAY) / 8).toISOString(),
  until: new Date(start + ((i + 1) * DAY) / 8).toISOString(),
  values: { fatal: i % 9 === 3 ? 12 : 0, error: shape(i, 620), warning: shape(i + 1, 240), info: shape(i + 2, 120), debug: shape(i, 30) },
}));

export const names = [
  'Heloísa Dias',
  'Paulo Setúbal',
  'Cícero Fonseca',
  'Ana Nunes',
  'Luís Brandão',
  'Kátia Moraes',
  'João Tavares',
  'Rita Gomes',
  'Beatriz Yamamoto',
  'Fábio Krenak',
  'Marina Albuquerque',
  'Valdirene Sant’Anna',
];

export const months = ['jan', 'fev', 'mar', 'abr', 'mai', 'jun', 'jul', 'ago', 'set', 'out', 'nov', 'dez'];
export const read = [1, 1, 0, 1, 2, 1, 0, 1, 1, 1, 1, null];
export const attendance = [58, 66, null, 67, 50, 60, null, 81, 76, 72, 81, null];

export const crumbs = [
  { when: '−4,812 s', kind: 'http', text: 'POST https://nfe.fazenda.sp.gov.br/ws/nfeautorizacao4.asmx', end: '200' },
  { when: '−4,377 s', kind: 'query', text: 'SELECT … FROM pedidos_nota WHERE chave_acesso = %s', end: '3 ms' },
  { when: '−0,214 s', kind: 'log', text: 'Resposta da SEFAZ demorou 4.120 ms', end: '' },
  { when: '14:32:07,204', kind: 'error', text: 'NotaFiscalDuplicada', end: '' },
];

export const lines = [
  '        resposta = self.sefaz.autorizar(lote, certificado=self.certificado)',
  '        if resposta.status == Status.DUPLICIDADE:',
  '            self.registrar(nota, resposta.protocolo)',
  '            # a SEFAZ devolve 539 quando a chave difere no código numérico',
  '            raise NotaFiscalDuplicada(nota.chave) from erro',
  '        return resposta.protocolo',
];
