import {
  IconActivity,
  IconCalendarClock,
  IconDeviceMobile,
  IconMessages,
  IconWebhook,
} from '@tabler/icons-react';
import { lazyPart } from '../ui/lazy-part.ts';

/** The parts of the console: where each is, what a key needs for it, and what shows it. Each is loaded when it is opened. */
export const AREAS = [
  {
    path: '/sessions',
    name: 'sessions',
    scope: 'read',
    icon: IconDeviceMobile,
    page: lazyPart(() => import('../sessions/sessions-area.tsx')),
  },
  {
    path: '/conversations',
    name: 'conversations',
    scope: 'read',
    icon: IconMessages,
    page: lazyPart(() => import('../conversations/conversations-area.tsx')),
  },
  {
    path: '/jobs',
    name: 'jobs',
    scope: 'read',
    icon: IconCalendarClock,
    page: lazyPart(() => import('../jobs/jobs-area.tsx')),
  },
  {
    path: '/deliveries',
    name: 'deliveries',
    scope: 'read',
    icon: IconWebhook,
    page: lazyPart(() => import('../deliveries/deliveries-area.tsx')),
  },
  {
    path: '/operations',
    name: 'operations',
    scope: 'operate',
    icon: IconActivity,
    page: lazyPart(() => import('../operations/operations-area.tsx')),
  },
] as const;
