import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { useLocation } from 'wouter';
import { lazyPart } from '../../ui/lazy-part.ts';

/** It comes when it is wanted, because the list is the first that most people see. */
const CreateSessionDialog = lazyPart(() => import('./create-session-dialog.tsx'));

/** A button that creates a session and goes to its page. */
export function CreateSession({ label }: { readonly label: string }) {
  const [isWanted, setWanted] = useState(false);
  const [isOpen, { open, close }] = useDisclosure();
  const [, go] = useLocation();
  const show = () => {
    setWanted(true);
    open();
  };
  return (
    <>
      <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={show}>
        {label}
      </Button>
      {isWanted && (
        <Suspense>
          <CreateSessionDialog isOpen={isOpen} onClose={close} onCreated={(id) => go(`/${id}`)} />
        </Suspense>
      )}
    </>
  );
}
