/** Who the page is logged in as; empty while nobody is. By phone number id, with the hidden id beside it. */
export const me = { id: '', lid: '', name: '' };
