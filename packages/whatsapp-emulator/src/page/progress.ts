/** How much of what waited for this device has arrived. */
export const offline = { percent: 0 };
