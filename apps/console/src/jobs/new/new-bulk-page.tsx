import { Button, Grid, Group, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { Confirm } from '../../ui/confirm.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { SessionSelect } from '../../ui/session-select.tsx';
import { useFormats } from '../../ui/times.ts';
import { batchChanged } from '../bulk/batches.ts';
import { useChosenSession } from '../chosen-session.ts';
import { batchPath, pathOf } from '../paths.ts';
import { type CheckedDraft, checkDraft, type Draft } from './draft.ts';
import { LineList } from './line-list.tsx';
import { MessageField } from './message-field.tsx';
import { Preview } from './preview.tsx';
import { RecipientsField } from './recipients-field.tsx';
import { refusedLines } from './refused-lines.ts';
import { useSendBulk } from './send-bulk.ts';
import { TimeChoice } from './time-choice.tsx';

/** One message for many: who, what and when, with a preview, and a question before it goes. */
export function NewBulkPage() {
  const { t } = useTranslation(['jobs', 'app']);
  const { number } = useFormats();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const { session, choose } = useChosenSession();
  const [written, setWritten] = useState<Omit<Draft, 'session'>>({
    list: '',
    text: '',
    file: null,
    time: undefined,
  });
  const [isAsking, setAsking] = useState(false);
  const draft = useMemo(() => ({ ...written, session }), [written, session]);
  const checked = useMemo(() => checkDraft(draft, Date.now()), [draft]);
  const send = useSendBulk();
  const change = (some: Partial<Draft>) => {
    setWritten({ ...written, ...some });
    send.reset();
  };
  const count = checked.list.recipients.length;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (checked.canBeSent) setAsking(true);
  };
  return (
    <Page title={t('create.title')}>
      <form onSubmit={submit}>
        <Grid gap="xl">
          <Grid.Col span={{ base: 12, md: 7 }}>
            <Stack>
              <SessionSelect value={session} onChange={choose} />
              <RecipientsField value={written.list} checked={checked} onChange={(list) => change({ list })} />
              <MessageField draft={draft} checked={checked} onChange={change} />
              <TimeChoice time={written.time} onChange={(time) => change({ time })} />
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 5 }}>
            <Preview recipients={checked.list.recipients} text={written.text} file={written.file} />
          </Grid.Col>
        </Grid>
        <Refusal error={send.error} checked={checked} />
        <Group mt="lg">
          <Button type="submit" disabled={!checked.canBeSent} loading={send.isPending}>
            {count === 0 ? t('create.submitNone') : t('create.submit', { count, formatted: number(count) })}
          </Button>
          <Button variant="default" component={Link} href={pathOf('/bulk', session)}>
            {t('app:cancel')}
          </Button>
        </Group>
      </form>
      <Confirm
        isOpen={isAsking}
        title={t('create.question')}
        question={useQuestion(checked)}
        action={t('create.send')}
        act={async () => {
          setAsking(false);
          send.mutate(
            { draft, checked },
            {
              onSuccess: async (batch) => {
                await batchChanged(queries, batch);
                go(batchPath(batch));
              },
            },
          );
        }}
        onClose={() => setAsking(false)}
      />
    </Page>
  );
}

function useQuestion({ list, sendAt }: CheckedDraft): string {
  const { t } = useTranslation('jobs');
  const { number, dateTime } = useFormats();
  const count = list.recipients.length;
  const words = { count, formatted: number(count) };
  return sendAt === undefined
    ? t('create.questionNow', words)
    : t('create.questionLater', { ...words, at: dateTime(sendAt) });
}

/** Why the gateway did not take it: by lines of the list, where it is because of those. */
function Refusal({ error, checked }: { readonly error: unknown; readonly checked: CheckedDraft }) {
  const { t } = useTranslation('jobs');
  const { number } = useFormats();
  if (error === null) return null;
  const lines = refusedLines(error, checked.list.recipients);
  if (lines === undefined) return <ProblemAlert error={error} />;
  return (
    <LineList
      title={t('create.wrong', { count: lines.length, formatted: number(lines.length) })}
      color="red"
      lines={lines}
    />
  );
}
