import { COMMANDS, commandSchema, groupPageSchema, groupSchema } from '@wagw/shared/commands/catalogue';
import { z } from 'zod';
import type { App, AppParts } from '../app.ts';
import { answerBySession } from '../commands/ask-session.ts';
import { doneSchema } from '../done.ts';
import { peopleOf } from '../messages/people.ts';
import { livePageQuery } from './page.ts';
import { sessionParams } from './params.ts';

const tags = ['Groups'];

const groupParams = sessionParams.extend({
  groupId: z.string().regex(/^[\d-]{5,40}@g\.us$/, 'must be the id of a group, like 120363041234567890@g.us'),
});
/** WhatsApp's own limits. */
const subject = z.string().trim().min(1).max(100);
const description = z.string().max(2_048);
const participants = z.array(z.string().min(5).max(64)).min(1).max(256);
const doneLater = { 200: doneSchema, 202: commandSchema };

/** The groups of a session, and everything that can be done with one. */
export async function groupRoutes(app: App, parts: AppParts): Promise<void> {
  const people = (sessionId: string, texts: readonly string[]) =>
    peopleOf(parts.redis, sessionId, texts, '/participants', parts.numbers);

  app.get(
    '/sessions/:id/groups',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'listGroups',
        summary: 'List the groups',
        params: sessionParams,
        querystring: livePageQuery,
        response: { 200: groupPageSchema, 202: commandSchema },
      },
    },
    (request, reply) =>
      answerBySession(parts, request, reply, { command: 'groups.list', input: request.query }),
  );

  app.post(
    '/sessions/:id/groups',
    {
      config: { scope: 'send' },
      schema: {
        tags,
        operationId: 'createGroup',
        summary: 'Create a group',
        params: sessionParams,
        body: z.strictObject({ subject, participants }),
        response: { 200: COMMANDS['group.create'].output, 202: commandSchema },
      },
    },
    async (request, reply) => {
      const { body, params } = request;
      const input = { subject: body.subject, participants: await people(params.id, body.participants) };
      return answerBySession(parts, request, reply, { command: 'group.create', input });
    },
  );

  app.get(
    '/sessions/:id/groups/:groupId',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'getGroup',
        summary: 'See a group and who is in it',
        params: groupParams,
        response: { 200: groupSchema, 202: commandSchema },
      },
    },
    (request, reply) => {
      const input = { id: request.params.groupId };
      return answerBySession(parts, request, reply, { command: 'group.get', input });
    },
  );

  app.put(
    '/sessions/:id/groups/:groupId/subject',
    {
      config: { scope: 'send' },
      schema: {
        tags,
        operationId: 'renameGroup',
        summary: 'Rename a group',
        params: groupParams,
        body: z.strictObject({ subject }),
        response: doneLater,
      },
    },
    (request, reply) => {
      const input = { id: request.params.groupId, subject: request.body.subject };
      return answerBySession(parts, request, reply, { command: 'group.rename', input });
    },
  );

  app.put(
    '/sessions/:id/groups/:groupId/description',
    {
      config: { scope: 'send' },
      schema: {
        tags,
        operationId: 'describeGroup',
        summary: 'Set the description of a group',
        params: groupParams,
        body: z.strictObject({ description }),
        response: doneLater,
      },
    },
    (request, reply) => {
      const input = { id: request.params.groupId, description: request.body.description };
      return answerBySession(parts, request, reply, { command: 'group.describe', input });
    },
  );

  app.post(
    '/sessions/:id/groups/:groupId/participants/:change',
    {
      config: { scope: 'send' },
      schema: {
        tags,
        operationId: 'changeParticipants',
        summary: 'Add, remove, promote or demote participants',
        params: groupParams.extend({ change: z.enum(['add', 'remove', 'promote', 'demote']) }),
        body: z.strictObject({ participants }),
        response: {
          200: z.object({ items: COMMANDS['group.participants'].output }),
          202: commandSchema,
        },
      },
    },
    async (request, reply) => {
      const { id, groupId, change } = request.params;
      const input = { id: groupId, change, participants: await people(id, request.body.participants) };
      return answerBySession(parts, request, reply, { command: 'group.participants', input });
    },
  );

  app.get(
    '/sessions/:id/groups/:groupId/invite',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'getGroupInvite',
        summary: 'Get the link that invites into a group',
        params: groupParams,
        response: { 200: z.object({ code: z.string(), url: z.string() }), 202: commandSchema },
      },
    },
    (request, reply) => {
      const input = { id: request.params.groupId };
      return answerBySession(parts, request, reply, { command: 'group.invite', input });
    },
  );

  app.post(
    '/sessions/:id/groups/:groupId/leave',
    {
      config: { scope: 'send' },
      schema: {
        tags,
        operationId: 'leaveGroup',
        summary: 'Leave a group',
        params: groupParams,
        response: doneLater,
      },
    },
    (request, reply) => {
      const input = { id: request.params.groupId };
      return answerBySession(parts, request, reply, { command: 'group.leave', input });
    },
  );
}
