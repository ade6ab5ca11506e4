import { type RefObject, useState } from 'react';

/** Which dialog of several is open. Its kind stays known after that, so that it can be read while it goes. */
export function useDialog<T>() {
  const [dialog, setDialog] = useState<{ readonly kind: T; readonly isOpen: boolean }>();
  return {
    kind: dialog?.kind,
    isOpen: dialog?.isOpen ?? false,
    open: (kind: T) => setDialog({ kind, isOpen: true }),
    close: () => setDialog((last) => last && { ...last, isOpen: false }),
  };
}

/** Gives the keyboard back to what had opened a dialog through a menu, which is gone by then. */
export function focusAgain(button: RefObject<HTMLElement | null>): void {
  requestAnimationFrame(() => button.current?.focus());
}
