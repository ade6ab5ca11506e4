import { type CountryCode, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { dialledForm } from './variants.ts';

export type { CountryCode } from 'libphonenumber-js/max';
export { isSupportedCountry } from 'libphonenumber-js/max';

/**
 * What somebody wrote as a phone number. `phone` is E.164 without the plus, in the form that is dialled today.
 * A number whose length is possible counts when its country code was marked as one (`+`, `00`), for numbering plans grow;
 * digits alone must be a number that the plans know, or a forgotten country code would lead to another country.
 */
export type PhoneReading =
  | { readonly read: 'phone'; readonly phone: string }
  /** It has no country code, or what it begins with is none. */
  | { readonly read: 'country_code_needed' }
  /** The country code is there, but no number of that country looks so. */
  | { readonly read: 'impossible' };

interface Candidate {
  readonly phone: string;
  readonly isValid: boolean;
  readonly isPossible: boolean;
}

/**
 * @param text digits, with a plus before them or not; no punctuation
 * @param defaultCountry whose national numbers are understood
 */
export function readPhone(text: string, defaultCountry: CountryCode | undefined): PhoneReading {
  const isMarked = text.startsWith('+') || text.startsWith('00');
  const candidates = readingsOf(text, defaultCountry).filter((reading) => reading !== undefined);
  const best =
    candidates.find(({ isValid }) => isValid) ??
    (isMarked ? candidates.find(({ isPossible }) => isPossible) : undefined);
  if (best !== undefined) return { read: 'phone', phone: best.phone };
  return { read: isMarked ? 'impossible' : 'country_code_needed' };
}

/** The ways to understand the text, the likeliest first. */
function readingsOf(text: string, country: CountryCode | undefined): (Candidate | undefined)[] {
  if (text.startsWith('+')) return [international(text.slice(1))];
  if (text.startsWith('00')) return [international(text.slice(2)), national(text, country)];
  if (country === undefined) return [international(text)];
  // German numbers have no fixed length: 4915… with its country code would also pass for one without.
  const hasOwnCode = text.startsWith(getCountryCallingCode(country));
  return hasOwnCode
    ? [international(text), national(text, country)]
    : [national(text, country), international(text)];
}

function international(digits: string): Candidate | undefined {
  return judge(parsePhoneNumberFromString(`+${dialledForm(digits)}`, { extract: false }));
}

/** Mexico's prefixes of before 2019 for calls to mobiles and to other areas are unknown to today's plan. */
const OLD_MEXICAN_PREFIX = /^(04[45]|01)(?=\d{10}$)/;

function national(text: string, country: CountryCode | undefined): Candidate | undefined {
  if (country === undefined) return undefined;
  const digits = country === 'MX' ? text.replace(OLD_MEXICAN_PREFIX, '') : text;
  const parsed = judge(parsePhoneNumberFromString(digits, { defaultCountry: country, extract: false }));
  if (parsed === undefined || parsed.isValid) return parsed;
  return international(parsed.phone);
}

function judge(parsed: ReturnType<typeof parsePhoneNumberFromString>): Candidate | undefined {
  if (parsed === undefined) return undefined;
  return {
    phone: parsed.number.slice(1),
    isValid: parsed.isValid(),
    isPossible: parsed.isPossible(),
  };
}
