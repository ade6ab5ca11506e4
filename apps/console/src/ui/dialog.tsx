import { Modal, type ModalProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface DialogProps {
  readonly title: string;
  /** Of one that stays in the page while it is closed. */
  readonly isOpen?: boolean;
  readonly size?: ModalProps['size'];
  /** Whether a click beside it closes it, as people expect unless it shows something that is never shown again. */
  readonly closesByClickBeside?: boolean;
  readonly children: ReactNode;
  onClose(): void;
}

/** Something that is asked or shown over the page, which waits until it is closed. */
export function Dialog({
  title,
  isOpen = true,
  size = 'md',
  closesByClickBeside = true,
  children,
  onClose,
}: DialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      size={size}
      closeOnClickOutside={closesByClickBeside}
      closeButtonProps={{ 'aria-label': t('close') }}
      centered
    >
      {children}
    </Modal>
  );
}
