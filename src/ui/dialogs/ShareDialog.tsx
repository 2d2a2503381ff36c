import { useState, type ReactNode } from 'react';
import { Icon } from '../shared/Icon.tsx';
import { Dialog } from './Dialog.tsx';
import { QrCode } from './QrCode.tsx';

export type ShareDialogProps = {
  readonly link: string;
  readonly title: string;
  readonly at: number;
  readonly onCopy: (text: string, what: string) => void;
  readonly onClose: () => void;
};

type Tier = { readonly name: string; readonly most: number; readonly says: string };

const TIERS: readonly Tier[] = [
  { name: 'gold', most: 300, says: 'Short enough for a QR code, a slide, or to be read aloud.' },
  { name: 'green', most: 1900, says: 'Safe in mail, chat and everywhere else.' },
  {
    name: 'amber',
    most: 7900,
    says: 'Works in browsers, on GitHub and in mail. Discord, Teams, Slack and WhatsApp may cut it.',
  },
];

const RED: Tier = {
  name: 'red',
  most: Infinity,
  says: 'Too long for a link: save the text of the run as a file instead.',
};

/** The tier of a link by its length in characters, and where it survives. */
export function tierOf(link: string): Tier {
  return TIERS.find(({ most }) => link.length <= most) ?? RED;
}

/** The whole run in a link: whoever opens it stands at the same step. Nothing is sent anywhere. */
export function ShareDialog({ link, title, at, onCopy, onClose }: ShareDialogProps): ReactNode {
  const [copied, setCopied] = useState<string | null>(null);
  const tier = tierOf(link);
  const name = title === '' ? 'A run in kmapscope' : title;
  const copy = (what: string, text: string): void => {
    onCopy(text, what);
    setCopied(what);
  };
  const forms: readonly (readonly [string, string])[] = [
    ['link', link],
    ['Markdown', `[${name.replace(/[[\]]/g, '\\$&')}](${link})`],
  ];
  return (
    <Dialog title="Share" onClose={onClose}>
      <p>
        The link holds every step of the run and opens paused at step {at}. It is not sent anywhere until you send it.
      </p>
      <div className="share">
        <div>
          <textarea
            className="link-text"
            readOnly
            rows={4}
            value={link}
            aria-label="Link"
            onFocus={(event) => event.target.select()}
          />
          <p className={`tier ${tier.name}`}>
            <strong>{tier.name}</strong> {link.length} characters. {tier.says}
          </p>
        </div>
        {tier.name === 'gold' && <QrCode text={link} />}
      </div>
      <div className="dialog-actions">
        {forms.map(([what, text], i) => (
          <button
            key={what}
            type="button"
            className={i === 0 ? 'solid' : 'box'}
            onClick={() => copy(what, text)}
            autoFocus={i === 0}
          >
            <Icon name={copied === what ? 'check' : 'copy'} /> {copied === what ? 'Copied' : `Copy as ${what}`}
          </button>
        ))}
      </div>
    </Dialog>
  );
}
