import { Button, Group, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { EventsSelect } from '../events-select.tsx';
import { type EndpointDraft, isPostable } from './endpoint-draft.ts';
import { MoreSettings } from './more-settings.tsx';

interface EndpointFormProps {
  readonly title: string;
  readonly action: string;
  readonly draft: EndpointDraft;
  readonly change: (change: Partial<EndpointDraft>) => void;
  /** Whether the children have been answered. */
  readonly isComplete?: boolean;
  /** What only a new one is asked. */
  readonly children?: ReactNode;
  /** Below the other settings: what few need. */
  readonly more?: ReactNode;
  save(): Promise<unknown>;
  onClose(): void;
}

/** The settings of an endpoint: first what everybody must say, then what few need. */
export function EndpointForm({
  title,
  action,
  draft,
  change,
  isComplete = true,
  children,
  more,
  save,
  onClose,
}: EndpointFormProps) {
  const { t } = useTranslation('deliveries');
  const { t: shared } = useTranslation();
  const [isWrong, setWrong] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setWrong(!isPostable(draft.url));
    if (!isPostable(draft.url)) return;
    setBusy(true);
    setError(undefined);
    try {
      await save();
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog onClose={onClose} title={title} size="lg">
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          <TextInput
            label={t('form.url')}
            description={t('form.urlHelp')}
            placeholder="https://"
            inputMode="url"
            required
            data-autofocus
            value={draft.url}
            onChange={({ currentTarget }) => change({ url: currentTarget.value })}
            error={isWrong && !isPostable(draft.url) ? t('form.urlWrong') : undefined}
          />
          {children}
          <EventsSelect
            label={t('form.events')}
            description={t('form.eventsHelp')}
            events={draft.events}
            onChange={(events) => change({ events })}
          />
          <Switch
            label={t('form.ordered')}
            description={t('form.orderedHelp')}
            checked={draft.ordered}
            onChange={({ currentTarget }) => change({ ordered: currentTarget.checked })}
          />
          <Textarea
            label={t('form.description')}
            description={t('form.descriptionHelp')}
            maxLength={200}
            autosize
            value={draft.description}
            onChange={({ currentTarget }) => change({ description: currentTarget.value })}
          />
          <MoreSettings draft={draft} change={change}>
            {more}
          </MoreSettings>
          {error !== undefined && <ProblemAlert error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shared('cancel')}
            </Button>
            <Button type="submit" loading={isBusy} disabled={!isComplete}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
