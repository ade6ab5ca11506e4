import type { Texts } from '../../../i18n/texts.ts';
import type en from './en.ts';

export default {
  reasons: {
    unknown_recipient: {
      reason: 'O WhatsApp não conhece nenhuma conta com este número.',
      remedy: 'Confira o número, com código do país e DDD, e envie de novo.',
    },
    rejected: {
      reason: 'O WhatsApp recusou a mensagem.',
      remedy:
        'Espere um pouco antes de enviar mais a pessoas que não escreveram para você: muitas são recusadas.',
    },
    temporary: {
      reason: 'O WhatsApp não aceitou a mensagem depois de várias tentativas.',
      remedy: 'Envie de novo em alguns minutos.',
    },
    session_deleted: {
      reason: 'A sessão foi excluída antes de a mensagem sair.',
      remedy: 'Envie por outra sessão.',
    },
    restored_from_backup: {
      reason: 'O gateway foi restaurado de um backup, e não se sabe se a mensagem tinha saído.',
      remedy: 'Veja no celular se ela chegou; se não, envie de novo.',
    },
    media_blocked_address: {
      reason: 'O arquivo está em um endereço que o gateway não pode abrir.',
      remedy: 'Envie o próprio arquivo.',
    },
    media_unavailable: {
      reason: 'O servidor do arquivo não respondeu.',
      remedy: 'Confira o endereço do arquivo ou envie o próprio arquivo.',
    },
    media_refused: {
      reason: 'O servidor do arquivo não o entregou.',
      remedy: 'Confira o endereço do arquivo ou envie o próprio arquivo.',
    },
    media_too_large: { reason: 'O arquivo é grande demais.', remedy: 'Envie um menor.' },
    media_type_mismatch: {
      reason: 'O arquivo não é do tipo que a mensagem dizia.',
      remedy: 'Envie como documento.',
    },
    media_gone: {
      reason: 'O arquivo não está mais guardado.',
      remedy: 'Escolha o arquivo outra vez e envie de novo.',
    },
    media_conversion_failed: {
      reason: 'A gravação não pôde ser convertida.',
      remedy: 'Envie como documento ou grave de novo.',
    },
    ffmpeg_missing: {
      reason: 'O gateway não consegue converter gravações.',
      remedy: 'Peça à operação que instale o ffmpeg, ou envie como documento.',
    },
  },
  otherReason: {
    reason: 'O gateway diz: {{detail}}',
    remedy: 'Envie de novo; se falhar outra vez, fale com a operação.',
  },
  unconfirmedReason: {
    reason: 'O WhatsApp tem a mensagem há mais de um minuto e não a confirmou.',
    remedy: 'Não envie de novo: ela ainda pode chegar. Veja se o celular da sessão está com internet.',
  },
  waiting: {
    until: 'Não antes de {{at}}: não muitas de uma vez.',
    queued: 'A vez dela chega.',
  },
} satisfies Texts<typeof en>;
