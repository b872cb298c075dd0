import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';

interface PickerFrameProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly onClose: () => void;
}

/** The box at the top of the window in which something is found by typing. */
export function PickerFrame({ label, children, onClose }: PickerFrameProps) {
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="modal-overlay clear" />
        <Dialog.Content className="quick" aria-describedby={undefined}>
          <Dialog.Title className="sr-only">{label}</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
