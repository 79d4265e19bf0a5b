import type { Words } from '../lib/words.svelte';

/** The pages that links open. */
export const links = {
  newPassword: ['Set password', 'Definir senha'],
  setting: ['Saving', 'Salvando'],
  resetText: ['It ends every session of the account, on every device.', 'Encerra todas as sessões da conta, em todos os aparelhos.'],
  resetDone: ['Your new password counts', 'Sua nova senha está valendo'],
  resetDoneText: ['Sign in with it.', 'Entre com ela.'],
  noToken: ['This link isn’t whole', 'Este link não está inteiro'],
  noTokenText: [
    'Open it once more from where you got it. It can’t be reloaded, so that nobody finds it in the address bar.',
    'Abra de novo pelo lugar em que você recebeu. Ele não pode ser recarregado, para ninguém achá-lo na barra de endereço.',
  ],
  deadLink: ['This link no longer counts', 'Este link não vale mais'],
  deadLinkText: [
    'It was used, or is too old. Ask your administrator for a new one.',
    'Já foi usado ou venceu. Peça outro a quem administra.',
  ],

  invitedText: ['Somebody invites you into an organization.', 'Alguém convida você para uma organização.'],
  acceptAs: [
    'You are signed in as {name}. Accepting makes you a member at once.',
    'Você entrou como {name}. Ao aceitar, passa a fazer parte na hora.',
  ],
  accept: ['Accept invitation', 'Aceitar convite'],
  accepting: ['Accepting', 'Aceitando'],
  notNow: ['Not now', 'Agora não'],
  joined: ['You are now in {name}', 'Agora você está em {name}'],
  signInFirst: [
    'Sign in with the account it is for, or create one with that username or e-mail.',
    'Entre com a conta a que ele se destina, ou crie uma com esse usuário ou e-mail.',
  ],
  ofAnother: [
    'This invitation is for another account. Sign in with that one; the invitation stays.',
    'Este convite é de outra conta. Entre com ela; o convite continua valendo.',
  ],
  otherAccount: ['Sign in with another account', 'Entrar com outra conta'],
  deadInvitation: ['This invitation no longer counts', 'Este convite não vale mais'],
  deadInvitationText: [
    'It was used, withdrawn, or is older than its time. Ask for a new one.',
    'Foi usado, cancelado ou venceu. Peça outro.',
  ],
  alreadyMember: ['You are a member already', 'Você já faz parte'],
  goOn: ['Go on', 'Continuar'],
} satisfies Words;
