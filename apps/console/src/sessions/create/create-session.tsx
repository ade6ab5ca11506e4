import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useLocation } from 'wouter';
import { CreateSessionDialog } from './create-session-dialog.tsx';

/** A button that creates a session and goes to its page. */
export function CreateSession({ label }: { readonly label: string }) {
  const [isOpen, { open, close }] = useDisclosure();
  const [, go] = useLocation();
  return (
    <>
      <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={open}>
        {label}
      </Button>
      <CreateSessionDialog isOpen={isOpen} onClose={close} onCreated={(id) => go(`/${id}`)} />
    </>
  );
}
