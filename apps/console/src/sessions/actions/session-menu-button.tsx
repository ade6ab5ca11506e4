import { ActionIcon } from '@mantine/core';
import { IconDotsVertical } from '@tabler/icons-react';
import type { Session } from '@wagw/client';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '../../ui/lazy-part.ts';

const loadMenu = () => import('./session-menu.tsx');
/** A third of what the list would need otherwise, for what few of its rows are ever asked. */
const SessionMenu = lazyPart(loadMenu);

/** Lets the menu be there sooner. Whether it comes is seen when it is opened. */
const prepare = () => void loadMenu().catch(() => undefined);

/** The button of everything that can be done with a session. The menu comes while somebody reaches for it. */
export function SessionMenuButton({ session }: { readonly session: Session }) {
  const { t } = useTranslation('sessions');
  const [isWanted, setWanted] = useState(false);
  const button = (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={t('actions.menu', { id: session.id })}
      aria-haspopup="menu"
      loading={isWanted}
      onPointerEnter={prepare}
      onFocus={prepare}
      onClick={() => setWanted(true)}
    >
      <IconDotsVertical size={20} aria-hidden />
    </ActionIcon>
  );
  return isWanted ? (
    <Suspense fallback={button}>
      <SessionMenu session={session} />
    </Suspense>
  ) : (
    button
  );
}
