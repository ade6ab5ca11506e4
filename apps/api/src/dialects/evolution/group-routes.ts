import type { CommandOutput } from '@wagw/shared/commands/catalogue';
import { toJid } from '@wagw/shared/webhooks/formats/evolution-message';
import { z } from 'zod';
import type { App, AppParts } from '../../app.ts';
import { peopleOf } from '../../messages/people.ts';
import { asEvolution } from './as-evolution.ts';
import { ask } from './asking.ts';
import { instanceParams, toRecipient } from './names.ts';

const groupJid = z
  .string()
  .transform(toRecipient)
  .pipe(z.string().regex(/^[\d-]{5,40}@g\.us$/, 'must be the id of a group, like 120363041234567890@g.us'));
/** The group may also stand in the body of what changes it. */
const inQuery = z.object({ groupJid });
const subject = z.string().trim().min(1).max(100);
const description = z.string().max(2_048);
const participants = z.array(z.string().min(5).max(64)).min(1).max(256);

const MAX_GROUPS = 1_000;

/** Groups (source: evolution-api v2, src/api/routes/group.router.ts, src/api/dto/group.dto.ts). */
export async function groupRoutes(app: App, parts: AppParts): Promise<void> {
  const ofInstance = { session: 'instanceName', problemMembers: asEvolution } as const;
  const read = { scope: 'read', ...ofInstance } as const;
  const send = { scope: 'send', ...ofInstance } as const;
  const ofGroup = { hide: true, params: instanceParams, querystring: inQuery };

  const people = (sessionId: string, texts: readonly string[]) =>
    peopleOf(parts.redis, sessionId, texts.map(toRecipient), '/participants', parts.numbers);

  app.post(
    '/group/create/:instanceName',
    {
      config: send,
      schema: {
        hide: true,
        params: instanceParams,
        body: z.object({ subject, participants, description: description.nullish() }),
      },
    },
    async (request, reply) => {
      const { sessionId, body } = request;
      const input = { subject: body.subject, participants: await people(sessionId, body.participants) };
      const { id } = await ask(parts, request, { command: 'group.create', input });
      if (body.description) {
        const described = { id, description: body.description };
        await ask(parts, request, { command: 'group.describe', input: described }, 1);
      }
      const group = await ask(parts, request, { command: 'group.get', input: { id } }, 2);
      return reply.code(201).send(groupAnswer(group));
    },
  );

  app.get(
    '/group/fetchAllGroups/:instanceName',
    {
      config: read,
      schema: {
        hide: true,
        params: instanceParams,
        querystring: z.object({ getParticipants: z.stringbool().default(false) }),
      },
    },
    async (request) => {
      const list = { command: 'groups.list', input: { limit: MAX_GROUPS } } as const;
      const { items } = await ask(parts, request, list);
      if (!request.query.getParticipants) {
        return items.map(({ id, subject: name, participantCount }) => ({
          id,
          subject: name,
          size: participantCount,
        }));
      }
      const groups: ReturnType<typeof groupAnswer>[] = [];
      for (const [index, { id }] of items.entries()) {
        const question = { command: 'group.get', input: { id } } as const;
        groups.push(groupAnswer(await ask(parts, request, question, index + 1)));
      }
      return groups;
    },
  );

  app.get('/group/findGroupInfos/:instanceName', { config: read, schema: ofGroup }, async (request) =>
    groupAnswer(await ask(parts, request, { command: 'group.get', input: { id: request.query.groupJid } })),
  );

  app.get('/group/participants/:instanceName', { config: read, schema: ofGroup }, async (request) => {
    const group = await ask(parts, request, { command: 'group.get', input: { id: request.query.groupJid } });
    return { participants: groupAnswer(group).participants };
  });

  app.get('/group/inviteCode/:instanceName', { config: read, schema: ofGroup }, async (request) => {
    const input = { id: request.query.groupJid };
    const { code } = await ask(parts, request, { command: 'group.invite', input });
    return { inviteUrl: `https://chat.whatsapp.com/${code}`, inviteCode: code };
  });

  app.post(
    '/group/updateParticipant/:instanceName',
    {
      config: send,
      preValidation: groupFromBody,
      schema: {
        ...ofGroup,
        body: z.object({ action: z.enum(['add', 'remove', 'promote', 'demote']), participants }),
      },
    },
    async (request, reply) => {
      const { sessionId, body, query } = request;
      const who = await people(sessionId, body.participants);
      const input = { id: query.groupJid, change: body.action, participants: who };
      const results = await ask(parts, request, { command: 'group.participants', input });
      const updateParticipants = results.map(({ id, isDone }) => ({
        status: isDone ? '200' : '403',
        jid: toJid(id),
      }));
      return reply.code(201).send({ updateParticipants });
    },
  );

  app.post(
    '/group/updateGroupSubject/:instanceName',
    { config: send, preValidation: groupFromBody, schema: { ...ofGroup, body: z.object({ subject }) } },
    async (request, reply) => {
      const input = { id: request.query.groupJid, subject: request.body.subject };
      await ask(parts, request, { command: 'group.rename', input });
      return reply.code(201).send({ update: 'success' });
    },
  );

  app.post(
    '/group/updateGroupDescription/:instanceName',
    { config: send, preValidation: groupFromBody, schema: { ...ofGroup, body: z.object({ description }) } },
    async (request, reply) => {
      const input = { id: request.query.groupJid, description: request.body.description };
      await ask(parts, request, { command: 'group.describe', input });
      return reply.code(201).send({ update: 'success' });
    },
  );

  app.delete('/group/leaveGroup/:instanceName', { config: send, schema: ofGroup }, async (request) => {
    const { groupJid: id } = request.query;
    await ask(parts, request, { command: 'group.leave', input: { id } });
    return { groupJid: id, leave: true };
  });
}

interface Asked {
  readonly body: unknown;
  readonly query: unknown;
}

async function groupFromBody({ body, query }: Asked): Promise<void> {
  const { groupJid: given } = (body ?? {}) as { groupJid?: unknown };
  const asked = query as Record<string, unknown>;
  if (given !== undefined) asked.groupJid ??= given;
}

function groupAnswer(group: CommandOutput<'group.get'>) {
  return {
    id: group.id,
    subject: group.subject,
    size: group.participantCount,
    creation: group.createdAt,
    owner: group.owner === undefined ? undefined : toJid(group.owner),
    desc: group.description,
    participants: group.participants.map(({ id, isAdmin, isSuperAdmin }) => ({
      id: toJid(id),
      admin: isSuperAdmin ? 'superadmin' : isAdmin ? 'admin' : null,
    })),
  };
}
