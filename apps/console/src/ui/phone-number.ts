/** The digits of a number that somebody has typed with + and its country code; undefined when it is none. */
export function phoneDigits(text: string): string | undefined {
  const digits = /^\s*\+([\d\s().-]+)$/.exec(text)?.[1]?.replace(/\D/g, '') ?? '';
  return /^\d{8,15}$/.test(digits) ? digits : undefined;
}

/** A number as people write it: +55 11 91234-5678. Of other countries than Brazil with + alone. @param digits with the country code */
export function phoneText(digits: string): string {
  return `+${digits.replace(/^55(\d{2})(\d{4,5})(\d{4})$/, '55 $1 $2-$3')}`;
}

/** The id of a chat as people write it: its number, or what stands before the @ of a group and the like. */
export function chatIdText(id: string): string {
  const [user = id, server] = id.split('@');
  return server === 'c.us' ? phoneText(user) : user;
}
