import { type CommandJob, commandJobSchema, type SendJob, sendJobSchema } from '@wagw/shared/queue/queues';
import { z } from 'zod';

/** What is in a session's lane: a message, or a command that keeps its place among the messages. */
export type LaneJob = SendJob | CommandJob;
export const laneJobSchema = z.union([sendJobSchema, commandJobSchema]);

/** The job's own id: that of the message or command. */
export const idOf = (job: LaneJob): string => ('commandId' in job ? job.commandId : job.messageId);
