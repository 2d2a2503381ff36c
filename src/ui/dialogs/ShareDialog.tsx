import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import type { PictureKind } from '../../state/file-commands.ts';
import { sharer } from '../../state/shared-of.ts';
import { shareForms, type AddressOf, type ShareChoice, type ShareForms } from '../../state/sharing.ts';
import { useCommands, useGetState, useSelect } from '../shared/app.ts';
import { Icon } from '../shared/Icon.tsx';
import { Dialog } from './Dialog.tsx';
import { QrCode } from './QrCode.tsx';
import { TierMeter } from './TierMeter.tsx';
import './share.css';

/** What was chosen to be sent, and every form of it. Nothing is sent anywhere: it is for the reader to paste or to keep. */
export function ShareDialog({
  addressOf,
  onCopy,
  onClose,
}: {
  readonly addressOf: AddressOf;
  readonly onCopy: (text: string, what: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const session = useSelect((state) => state.session);
  const getState = useGetState();
  const [choice, setChoice] = useState<ShareChoice>({ what: 'run', from: 'here', title: session?.title ?? '' });
  const [sharedOf] = useState(sharer);
  const settled = useDeferredValue(choice);
  const forms = useMemo(() => {
    const shared = session === null ? null : sharedOf(getState());
    return shared === null ? null : shareForms(shared, settled, addressOf);
  }, [session, settled, sharedOf, getState, addressOf]);
  if (session === null || forms === null) return null;
  return (
    <Dialog title="Share" onClose={onClose} wide>
      <Choices
        choice={choice}
        futures={session.branches.length}
        at={session.at}
        length={session.length}
        onChoose={setChoice}
      />
      {forms.ok ? (
        <Link forms={forms.value} onCopy={onCopy} />
      ) : (
        <p className="share-none" role="alert">
          {forms.error.message}
        </p>
      )}
      <Keep />
    </Dialog>
  );
}

/** A title, how much of the run, and where it opens. */
function Choices({
  choice,
  futures,
  at,
  length,
  onChoose,
}: {
  readonly choice: ShareChoice;
  readonly futures: number;
  readonly at: number;
  readonly length: number;
  readonly onChoose: (choice: ShareChoice) => void;
}): ReactNode {
  const steps = (n: number): string => `${String(n)} ${n === 1 ? 'step' : 'steps'}`;
  return (
    <div className="share-choices">
      <label className="share-title">
        <span className="label">Title</span>
        <input
          value={choice.title}
          maxLength={60}
          placeholder="Untitled run"
          onChange={(event) => onChoose({ ...choice, title: event.target.value })}
        />
      </label>
      <Options
        legend="What is sent"
        chosen={choice.what}
        options={[
          ['run', futures > 1 ? `All ${String(futures)} futures` : `The whole run, ${steps(length)}`],
          ...(futures > 1 ? [['branch', `This future, ${steps(length)}`] as const] : []),
          ...(at < length ? [['so far', `Up to here, ${steps(at)}`] as const] : []),
        ]}
        onChoose={(what) => onChoose({ ...choice, what })}
      />
      <Options
        legend="Where it opens"
        chosen={choice.from}
        options={[
          ['here', `At step ${String(at)}`],
          ['start', 'At the start'],
        ]}
        onChoose={(from) => onChoose({ ...choice, from })}
      />
    </div>
  );
}

function Options<Name extends string>({
  legend,
  chosen,
  options,
  onChoose,
}: {
  readonly legend: string;
  readonly chosen: Name;
  readonly options: readonly (readonly [Name, string])[];
  readonly onChoose: (name: Name) => void;
}): ReactNode {
  return (
    <fieldset className="share-options">
      <legend className="label">{legend}</legend>
      {options.map(([name, words]) => (
        <label key={name}>
          <input type="radio" name={legend} checked={name === chosen} onChange={() => onChoose(name)} />
          {words}
        </label>
      ))}
    </fieldset>
  );
}

/** The link and how far it travels, and the forms it can be pasted in. */
function Link({
  forms,
  onCopy,
}: {
  readonly forms: ShareForms;
  readonly onCopy: (text: string, what: string) => void;
}): ReactNode {
  const { link, tier, markdown, iframe, commandLine } = forms;
  const [copied, setCopied] = useState<string | null>(null);
  const ways: readonly (readonly [string, string])[] = [
    ['link', link],
    ['Markdown', markdown],
    ['iframe', iframe],
    ['command', commandLine],
  ];
  return (
    <>
      <div className="share">
        <div>
          <textarea
            className="link-text"
            readOnly
            rows={3}
            value={link}
            aria-label="Link"
            onFocus={(event) => event.target.select()}
          />
          <TierMeter tier={tier} />
        </div>
        {tier.tier === 'gold' && <QrCode text={link} />}
      </div>
      <div className="dialog-actions">
        {ways.map(([what, text], i) => (
          <button
            key={what}
            type="button"
            className={i === 0 ? 'solid' : 'box'}
            onClick={() => {
              onCopy(text, what);
              setCopied(text);
            }}
            data-first={i === 0 ? '' : undefined}
          >
            <Icon name={copied === text ? 'check' : 'copy'} /> {copied === text ? 'Copied' : `Copy as ${what}`}
          </button>
        ))}
      </div>
    </>
  );
}

/** What can be kept without any link: a picture of this step, and the run as a file. */
function Keep(): ReactNode {
  const commands = useCommands();
  const pictures: readonly (readonly [PictureKind, string])[] = [
    ['png', 'Picture, PNG'],
    ['svg', 'Picture, SVG'],
  ];
  return (
    <section className="share-keep">
      <h3 className="label">Keep</h3>
      <div className="dialog-actions">
        {pictures.map(([kind, words]) => (
          <button key={kind} type="button" className="box" onClick={() => void commands.savePicture(kind)}>
            {words}
          </button>
        ))}
        <button type="button" className="box" onClick={() => void commands.saveFile()}>
          The run as a file
        </button>
      </div>
      <p className="quiet">
        The link is printed under the picture. A file opens again by being dropped on the page. Nothing is sent
        anywhere.
      </p>
    </section>
  );
}
