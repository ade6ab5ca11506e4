import type connect from '../connect/languages/en.ts';
import type conversations from '../conversations/texts/en.ts';
import type deliveries from '../deliveries/texts/en.ts';
import type jobs from '../jobs/texts/en.ts';
import type operations from '../operations/texts/en.ts';
import type sessions from '../sessions/texts/en.ts';
import type timeline from '../sessions/timeline/texts/en.ts';
import type messageOutcome from '../ui/message-outcome/texts/en.ts';
import type messageWords from '../ui/message-words/texts/en.ts';
import type frame from './languages/en.ts';

interface Parts {
  conversations: typeof conversations;
  deliveries: typeof deliveries;
  jobs: typeof jobs;
  messageOutcome: typeof messageOutcome;
  messageWords: typeof messageWords;
  operations: typeof operations;
  sessions: typeof sessions;
  timeline: typeof timeline;
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    resources: typeof frame & typeof connect & Parts;
  }
}
