import { useState } from 'react';
import { Modal } from '../ui/modal.tsx';
import { strokeText } from './key-names.ts';
import { shown } from './keybindings.ts';
import { t } from '../../shared/messages/t.ts';

interface RecordKeyProps {
  /** Of the command. */
  readonly label: string;
  /** Labels of the commands that have a key already. */
  readonly conflictsOf: (key: string) => readonly string[];
  readonly onRecord: (key: string) => void;
  readonly onClose: () => void;
}

/** Asks for a key by having it pressed: one stroke, or two. */
export function RecordKey({ label, conflictsOf, onRecord, onClose }: RecordKeyProps) {
  const [strokes, setStrokes] = useState<readonly string[]>([]);
  const key = strokes.join(' ');
  const conflicts = key === '' ? [] : [...new Set(conflictsOf(key))];
  return (
    <Modal title={label} description={t('Press the keys, then Enter. Escape leaves it as it is.')} onClose={onClose}>
      <div className="dialog-body record-key">
        <input
          autoFocus
          readOnly
          aria-label={t('Keys')}
          value={shown(key)}
          onKeyDown={(e) => {
            if (e.key === 'Tab' || e.key === 'Escape') return;
            e.preventDefault();
            if (e.key === 'Enter' && !e.ctrlKey && !e.altKey && !e.metaKey && !e.shiftKey) {
              if (key !== '') onRecord(key);
              return;
            }
            const stroke = strokeText(e);
            if (stroke !== null) setStrokes(strokes.length === 1 ? [...strokes, stroke] : [stroke]);
          }}
        />
        <p role="status" className={conflicts.length > 0 ? 'key-conflict' : 'muted'}>
          {conflicts.length > 0
            ? t('Also the key of: {conflicts}', { conflicts: conflicts.join(', ') })
            : t('One stroke, or two after each other.')}
        </p>
      </div>
    </Modal>
  );
}
