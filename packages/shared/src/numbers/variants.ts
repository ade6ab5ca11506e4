/**
 * The two forms of Brazilian, Argentine and Mexican mobile numbers. An account keeps the form under which it was once
 * registered, so the number that people dial today may be unknown to WhatsApp while its other form is not. Both forms
 * always belong to the same subscriber; a form that may belong to somebody else is none of them.
 *
 * The order is what operators of gateways and Meta's partners report, not a promise of WhatsApp's: only asking tells.
 */

/** Area code, the ninth digit (9) since 2012–2016, and the eight digits before it. Below 6 they would be a landline's. */
const BRAZIL = /^55([1-9]\d)9?([6-9]\d{7})$/;
/** São Paulo, Rio de Janeiro and Espírito Santo, where WhatsApp's ids have the ninth digit; elsewhere they do not. */
const NINTH_DIGIT_AREAS = new Set('11 12 13 14 15 16 17 18 19 21 22 24 27 28'.split(' '));
/** Mobiles have a 9 after the country code when dialled from abroad. */
const ARGENTINA = /^549?([1-9]\d{9})$/;
/** Mobiles had a 1 after the country code until 2019. */
const MEXICO = /^521?([2-9]\d{9})$/;

/**
 * The forms under which WhatsApp may know a number, in the order in which it should be asked; the number alone where there
 * is one form.
 *
 * @param phone digits, country code first
 */
export function variantsOf(phone: string): [string, ...string[]] {
  const [, area = '', local = ''] = BRAZIL.exec(phone) ?? [];
  if (area !== '') {
    const long = `55${area}9${local}`;
    const short = `55${area}${local}`;
    return NINTH_DIGIT_AREAS.has(area) ? [long, short] : [short, long];
  }
  const [, argentine] = ARGENTINA.exec(phone) ?? [];
  if (argentine !== undefined) return [`549${argentine}`, `54${argentine}`];
  const [, mexican] = MEXICO.exec(phone) ?? [];
  if (mexican !== undefined) return [`521${mexican}`, `52${mexican}`];
  return [phone];
}

/** The form that is dialled today, which is the one that numbering plans know. */
export function dialledForm(phone: string): string {
  return phone.replace(BRAZIL, '55$19$2').replace(MEXICO, '52$1');
}
