import { useRef } from 'react';

/** Makes idempotency keys: the same as long as the request is, so that one whose answer was lost can be repeated without happening twice. */
export function useRepeatKey(): (request: object) => string {
  const last = useRef({ request: '', key: '' });
  return (request) => {
    const text = JSON.stringify(request);
    if (last.current.request !== text) last.current = { request: text, key: randomKey() };
    return last.current.key;
  };
}

/** Not `randomUUID`, which pages have only with HTTPS. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
