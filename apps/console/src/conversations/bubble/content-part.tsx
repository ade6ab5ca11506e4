import { Anchor, Group, List, Text } from '@mantine/core';
import { IconChartBar, IconMapPin, IconUser } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ShownMessage } from '../messages/shown-message.ts';

/** What a message is beside its text and its file: a place, contact cards, a poll. */
export function ContentPart({ message }: { readonly message: ShownMessage }) {
  const { t } = useTranslation('messageWords');
  const { kind, location, cards, poll, text, media } = message;
  if (location !== undefined) return <Place location={location} />;
  if (cards.length > 0) return cards.map((card) => <Card key={`${card.name} ${card.phone}`} {...card} />);
  if (poll !== undefined) return <Poll {...poll} />;
  // Nobody has told what it says.
  if (kind === 'other' || (text === '' && media === undefined)) {
    return (
      <Text size="sm" fs="italic">
        {t(`kinds.${kind}`)}
      </Text>
    );
  }
  return null;
}

function Place({ location }: { readonly location: NonNullable<ShownMessage['location']> }) {
  const { t } = useTranslation(['conversations', 'messageWords']);
  const { latitude, longitude, name, address } = location;
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`;
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <IconMapPin aria-hidden style={{ flex: 'none' }} />
      <div>
        <Text size="sm" fw={500}>
          <bdi>{name ?? t('messageWords:kinds.location')}</bdi>
        </Text>
        {address !== undefined && (
          <Text size="sm">
            <bdi>{address}</bdi>
          </Text>
        )}
        <Anchor size="sm" underline="always" href={map} target="_blank" rel="noopener noreferrer">
          {t('file.map')}
        </Anchor>
      </div>
    </Group>
  );
}

function Card({ name, phone }: ShownMessage['cards'][number]) {
  const { t } = useTranslation('messageWords');
  return (
    <Group gap="xs" wrap="nowrap">
      <IconUser role="img" aria-label={t('kinds.contact')} style={{ flex: 'none' }} />
      <div>
        <Text size="sm" fw={500}>
          <bdi>{name}</bdi>
        </Text>
        {phone !== undefined && <Text size="sm">{phone}</Text>}
      </div>
    </Group>
  );
}

function Poll({ question, options }: NonNullable<ShownMessage['poll']>) {
  const { t } = useTranslation(['conversations', 'messageWords']);
  return (
    <div>
      <Group gap="xs" wrap="nowrap">
        <IconChartBar role="img" aria-label={t('messageWords:kinds.poll')} style={{ flex: 'none' }} />
        <Text size="sm" fw={600} dir="auto">
          {question}
        </Text>
      </Group>
      <List size="sm" aria-label={t('pollOptions')}>
        {options.map((option) => (
          <List.Item key={option}>
            <bdi>{option}</bdi>
          </List.Item>
        ))}
      </List>
    </div>
  );
}
