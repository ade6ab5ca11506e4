import type { Texts } from '../../i18n/texts.ts';
import type en from './en.ts';

export default {
  invalid_request: { title: 'Há algo preenchido errado.', remedy: 'Corrija o que está indicado aqui.' },
  forbidden: { title: 'Sua chave não permite isso.', remedy: 'Fale com quem lhe deu a chave.' },
  request_timeout: { title: 'Demorou demais.', remedy: 'Verifique a conexão e tente de novo.' },
  body_too_large: { title: 'É demais de uma vez.', remedy: 'Envie menos, ou um arquivo menor.' },
  rate_limited: { title: 'Pedidos demais ao mesmo tempo.', remedy: 'Espere um minuto e tente de novo.' },
  overloaded: {
    title: 'O gateway está muito ocupado.',
    remedy: 'Nada foi feito. Tente de novo em alguns segundos.',
  },
  storage_unavailable: {
    title: 'O gateway não alcança o banco de dados.',
    remedy: 'Nada foi feito. Tente em alguns segundos; se continuar, avise o operador.',
  },
  internal_error: {
    title: 'Algo deu errado no gateway.',
    remedy: 'Tente de novo; se continuar, passe ao operador o número do pedido.',
  },
  session_not_found: { title: 'Essa sessão não existe.', remedy: 'Ela pode ter sido apagada.' },
  session_exists: { title: 'Já existe uma sessão com esse nome.', remedy: 'Escolha outro nome.' },
  session_busy: {
    title: 'A sessão está ocupada com outra coisa.',
    remedy: 'Tente de novo em alguns segundos.',
  },
  session_logged_out: {
    title: 'Nenhum telefone está conectado.',
    remedy: 'Inicie a sessão e leia o QR code; depois tente de novo.',
  },
  session_not_running: { title: 'A sessão não está ligada.', remedy: 'Inicie a sessão e tente de novo.' },
  session_not_ready: {
    title: 'A sessão não está conectada ao WhatsApp.',
    remedy: 'Espere até ela conectar e tente de novo.',
  },
  worker_not_found: { title: 'Esse worker não existe mais ou está saindo.', remedy: 'Escolha outro.' },
  session_there_already: { title: 'A sessão já está nele.', remedy: 'Escolha outro worker.' },
  no_room_elsewhere: {
    title: 'Nenhum outro worker tem lugar para esta sessão.',
    remedy: 'Adicione um worker ou aumente quantas sessões cada um aceita.',
  },
  qr_not_available: { title: 'Não há QR code agora.', remedy: 'Espere um momento ou inicie a sessão.' },
  link_used: {
    title: 'Um telefone foi conectado depois que este link foi feito.',
    remedy: 'Para conectar outro, peça um link novo.',
  },
  link_cannot_start: {
    title: 'A sessão foi parada de propósito.',
    remedy: 'Peça a quem lhe deu o link para iniciá-la.',
  },
  pairing_not_possible: { title: 'Não pode haver código agora.', remedy: 'Inicie a sessão e peça de novo.' },
  pairing_refused: {
    title: 'O WhatsApp não deu um código.',
    remedy: 'Confira o número e espere alguns minutos. O QR code continua valendo.',
  },
  pairing_timeout: { title: 'O código não chegou a tempo.', remedy: 'Peça de novo ou use o QR code.' },
  invalid_recipient: {
    title: 'Isso não é um número de telefone.',
    remedy: 'Escreva com o código do país, como +55 11 98765-4321.',
  },
  country_code_needed: {
    title: 'Falta o código do país.',
    remedy: 'Escreva com um mais, como +55 11 98765-4321.',
  },
  unknown_recipient: { title: 'Esse número não tem WhatsApp.', remedy: 'Confira o número.' },
  message_not_found: { title: 'Essa mensagem não existe mais.', remedy: 'Ela pode ser antiga demais.' },
  message_not_sent: {
    title: 'A mensagem ainda não saiu.',
    remedy: 'Espere ela ser enviada, ou cancele.',
  },
  message_not_failed: { title: 'A mensagem não falhou.', remedy: 'Não é preciso enviar de novo.' },
  message_may_have_arrived: {
    title: 'A mensagem pode ter chegado.',
    remedy: 'Veja no celular antes de enviar de novo.',
  },
  message_resent: { title: 'A mensagem já foi enviada de novo.', remedy: 'Veja a nova mensagem.' },
  media_type_mismatch: {
    title: 'Esse arquivo não pode ser enviado assim.',
    remedy: 'Envie como documento.',
  },
  media_not_found: { title: 'O arquivo não é conhecido.', remedy: 'Ele pode ser antigo demais.' },
  media_gone: { title: 'O arquivo não está mais guardado.', remedy: 'Peça para enviarem de novo.' },
  media_not_ready: {
    title: 'O arquivo ainda está sendo baixado.',
    remedy: 'Tente de novo em alguns segundos.',
  },
  media_not_taken: { title: 'O arquivo era grande demais.', remedy: 'Veja no telefone.' },
  media_too_large: { title: 'O arquivo é grande demais.', remedy: 'Envie um menor.' },
  media_failed: {
    title: 'Não foi possível baixar o arquivo do WhatsApp.',
    remedy: 'Veja no telefone ou peça para enviarem de novo.',
  },
  media_store_unavailable: {
    title: 'Agora não dá para guardar nem ler arquivos.',
    remedy: 'Tente em alguns segundos; se continuar, avise o operador.',
  },
  version_mismatch: {
    title: 'O gateway está sendo atualizado.',
    remedy: 'Tente de novo em alguns minutos.',
  },
  command_expired: {
    title: 'A sessão não conectou a tempo.',
    remedy: 'Nada foi feito. Tente de novo quando ela estiver conectada.',
  },
  outcome_unknown: {
    title: 'O WhatsApp não respondeu a tempo.',
    remedy: 'Pode ter acontecido mesmo assim: olhe antes de repetir.',
  },
  target_not_found: { title: 'O WhatsApp não conhece isso.', remedy: 'Pode ter sido apagado.' },
  refused_by_whatsapp: {
    title: 'O WhatsApp não permite.',
    remedy: 'Só dá para mudar as próprias mensagens: por 15 minutos, e apagar por dois dias.',
  },
  unsupported_by_whatsapp: { title: 'O WhatsApp Web não oferece isso.', remedy: 'Faça no telefone.' },
  event_gone: { title: 'Esse evento não está mais guardado.', remedy: 'Ele não pode ser entregue de novo.' },
  webhook_blocked_address: {
    title: 'Não é permitido enviar eventos a esse endereço.',
    remedy: 'Use um endereço público. O operador pode liberar outros.',
  },
  webhook_from_environment: {
    title: 'Esse destino vem da configuração.',
    remedy: 'Aqui ele só pode ser ligado e desligado; o operador muda o resto.',
  },
  webhook_disabled: { title: 'O destino está desligado.', remedy: 'Ligue e tente de novo.' },
  delivery_pending: { title: 'A entrega ainda está a caminho.', remedy: 'Espere o resultado.' },
} satisfies Texts<typeof en>;
