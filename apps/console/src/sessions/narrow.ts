/** A screen on which the navigation is behind a button. */
export const NARROW = '(max-width: 48em)';
