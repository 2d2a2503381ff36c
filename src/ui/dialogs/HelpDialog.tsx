import type { ReactNode } from 'react';
import { SHORTCUTS, type Shortcut } from '../../state/shortcuts.ts';
import { GLOSSARY } from '../shared/glossary.ts';
import { MEANINGS } from '../shared/meanings.ts';
import { Dialog } from './Dialog.tsx';

const GROUPS: readonly (readonly [Shortcut['group'], string])[] = [
  ['time', 'Time'],
  ['do', 'Acting on the chosen CPU'],
  ['look', 'Looking'],
  ['compare', 'Comparing kernels'],
  ['tour', 'The guided tour'],
  ['page', 'The page'],
];

const NAMES: Readonly<Record<string, string>> = {
  ArrowRight: 'right',
  ArrowLeft: 'left',
  PageDown: 'PgDn',
  PageUp: 'PgUp',
  Escape: 'Esc',
};

/** `Shift+ArrowRight` as it stands on a keyboard. */
function keyText(key: string): string {
  const shifted = key.startsWith('Shift+');
  const name = shifted ? key.slice(6) : key;
  return `${shifted ? 'Shift ' : ''}${NAMES[name] ?? name}`;
}

/** Every key, from the table the keyboard itself acts by; and every word. */
export function HelpDialog({
  onBelieve,
  onClose,
}: {
  readonly onBelieve: () => void;
  readonly onClose: () => void;
}): ReactNode {
  return (
    <Dialog title="Keys and words" onClose={onClose} wide>
      <p>
        <button type="button" className="box sentence-box" onClick={onBelieve}>
          Why believe this? What the model was held against, and what it leaves out
        </button>
      </p>
      <div className="help">
        {GROUPS.map(([group, title]) => (
          <section key={group}>
            <h3 className="label">{title}</h3>
            <dl>
              {SHORTCUTS.filter((one) => one.group === group).map(({ keys, does }) => (
                <div key={does}>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key}>{keyText(key)}</kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <section className="words">
          <h3 className="label">Words</h3>
          <dl>
            {GLOSSARY.map(({ term }) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{MEANINGS[term]}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}
