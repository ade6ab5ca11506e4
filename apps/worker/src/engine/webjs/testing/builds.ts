/** Builds of WhatsApp Web that the library must be helped with, each with the emulator's switches for it. */
export const everyBuild = [
  ['a plain build', {}],
  ['a minified build', { minifiedMsgKey: true }],
  ['LID chats', { lidMode: true }],
  ['a minified build with LID chats', { minifiedMsgKey: true, lidMode: true }],
] as const;

/** The one that needs no help, and the one that needs most. */
export const plainAndHardest = [everyBuild[0], everyBuild[3]] as const;
