import {
  Accordion,
  ActionIcon,
  Button,
  Group,
  NativeSelect,
  NumberInput,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { Webhook } from '@wagw/client';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EndpointDraft, HeaderDraft } from './endpoint-draft.ts';

const FORMATS = [
  'native',
  'tenant',
  'evolution',
  'evolution-v2',
  'connection',
] as const satisfies Webhook['format'][];

interface SettingsProps {
  readonly draft: EndpointDraft;
  readonly change: (change: Partial<EndpointDraft>) => void;
}

/** What few need: how events are written, several in one request, headers of one's own. */
export function MoreSettings({ draft, change, children }: SettingsProps & { readonly children: ReactNode }) {
  const { t } = useTranslation('deliveries');
  return (
    <Accordion variant="contained">
      <Accordion.Item value="more">
        <Accordion.Control>{t('form.more')}</Accordion.Control>
        <Accordion.Panel>
          <Stack>
            <NativeSelect
              label={t('form.format')}
              description={t('form.formatHelp')}
              data={FORMATS.map((value) => ({ value, label: t(`formats.${value}`) }))}
              value={draft.format}
              onChange={({ currentTarget }) => change({ format: currentTarget.value as Webhook['format'] })}
            />
            {draft.format === 'native' && <Batch draft={draft} change={change} />}
            <Headers headers={draft.headers} onChange={(headers) => change({ headers })} />
            {children}
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}

function Batch({ draft, change }: SettingsProps) {
  const { t } = useTranslation('deliveries');
  return (
    <Stack gap="xs">
      <Switch
        label={t('form.batch')}
        description={t('form.batchHelp')}
        checked={draft.isBatched}
        onChange={({ currentTarget }) => change({ isBatched: currentTarget.checked })}
      />
      {draft.isBatched && (
        <Group grow>
          <NumberInput
            label={t('form.batchMax')}
            min={2}
            max={500}
            allowDecimal={false}
            value={draft.batchMax}
            onChange={(value) => change({ batchMax: Number(value) })}
          />
          <NumberInput
            label={t('form.batchWait')}
            min={0}
            max={60}
            step={0.5}
            value={draft.batchWaitMs / 1_000}
            onChange={(value) => change({ batchWaitMs: Math.round(Number(value) * 1_000) })}
          />
        </Group>
      )}
    </Stack>
  );
}

interface HeadersProps {
  readonly headers: readonly HeaderDraft[];
  onChange(headers: readonly HeaderDraft[]): void;
}

function Headers({ headers, onChange }: HeadersProps) {
  const { t } = useTranslation('deliveries');
  const write = (id: string, part: Partial<HeaderDraft>) =>
    onChange(headers.map((header) => (header.id === id ? { ...header, ...part } : header)));
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        {t('form.headers')}
      </Text>
      <Text size="xs" c="dimmed">
        {t('form.headersHelp')}
      </Text>
      {headers.map(({ id, name, value }) => (
        <Group key={id} gap="xs" wrap="nowrap">
          <TextInput
            aria-label={t('form.headerName')}
            placeholder={t('form.headerName')}
            value={name}
            onChange={({ currentTarget }) => write(id, { name: currentTarget.value })}
          />
          <TextInput
            flex={1}
            aria-label={t('form.headerValue', { name })}
            placeholder={t('form.value')}
            value={value}
            onChange={({ currentTarget }) => write(id, { value: currentTarget.value })}
          />
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('form.removeHeader', { name })}
            onClick={() => onChange(headers.filter((header) => header.id !== id))}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <div>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() =>
            onChange([
              ...headers,
              { id: crypto.getRandomValues(new Uint32Array(1)).join(), name: '', value: '' },
            ])
          }
        >
          {t('form.addHeader')}
        </Button>
      </div>
    </Stack>
  );
}
