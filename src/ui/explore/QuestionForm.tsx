import type { KeyboardEvent, ReactNode } from 'react';
import { PRESETS } from '../../model/eras.ts';
import { changesFor, ownMistake, slotsOf } from '../../state/explore-question.ts';
import { HARDWARE_MAY, type Chosen, type Owner } from '../../state/explore-state.ts';
import { useSelect } from '../shared/app.ts';
import { useExplore, useExplored } from './explore-context.ts';
import { EMPTY_TLBS, HARDWARE_WORDS, MAY, OWNER_WORDS, SCOPES } from './explore-words.ts';
import { Choice, Group, Row, Tick } from './FormRows.tsx';
import { PropertyChoice } from './PropertyChoice.tsx';
import { Segments } from '../shared/Segments.tsx';

/** What is asked, in words that need no manual. No form element: a frame with sandbox="allow-scripts" submits none. */
export function QuestionForm(): ReactNode {
  const chosen = useExplored((state) => state.chosen);
  const busy = useExplored((state) => state.going !== null);
  const config = useSelect((state) => state.session?.lanes[0]?.config ?? null);
  const { choose, start } = useExplore();
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) start();
  };
  const { scope, owner, hardware } = chosen;
  const may = scope === 'free' ? MAY : [];
  return (
    <div className="ask" onKeyDown={keyDown}>
      <fieldset className="ask-rows" disabled={busy}>
        <legend className="only-read">What is asked</legend>
        {scope === 'free' && <Machine chosen={chosen} />}
        <Choice
          label="What happens"
          value={scope}
          options={Object.entries(SCOPES).map(([value, { name }]) => [value as Chosen['scope'], name])}
          says={SCOPES[scope].says}
          onChange={(other) => choose({ scope: other })}
        >
          {may.map(([key, words]) => (
            <Tick key={key} checked={chosen[key]} onChange={(on) => choose({ [key]: on })}>
              {words}
            </Tick>
          ))}
        </Choice>
        <Group label="The hardware may">
          {HARDWARE_MAY.map((what) => (
            <Tick
              key={what}
              checked={hardware[what]}
              says={HARDWARE_WORDS[what].says}
              onChange={(on) => choose({ hardware: { ...hardware, [what]: on } })}
            >
              {HARDWARE_WORDS[what].name}
            </Tick>
          ))}
          {scope === 'free' && !hardware.pte && (hardware.tlb || hardware.evict) && (
            <p className="hint">{EMPTY_TLBS}</p>
          )}
        </Group>
        <Choice
          label="The page’s owner"
          value={owner}
          options={Object.entries(OWNER_WORDS).map(([value, { name }]) => [value as Owner, name])}
          says={OWNER_WORDS[owner].says}
          onChange={(other) => choose({ owner: other })}
        />
        <PropertyChoice chosen={chosen} mistake={ownMistake(chosen, config)} onChange={choose} />
      </fieldset>
    </div>
  );
}

const FEW = [1, 2, 3, 4].map((n) => [n, n] as const);

/** The kernel, and how big the machine is. */
function Machine({ chosen }: { readonly chosen: Chosen }): ReactNode {
  const { choose } = useExplore();
  const { kernel, change, cpus, pages, nesting } = chosen;
  const slots = [1, 2, 3].map((n) => [n, slotsOf(chosen, n)] as const);
  const changes = changesFor(kernel);
  return (
    <>
      <Choice
        label="Kernel"
        value={kernel}
        options={PRESETS.map(({ name }) => [name, name])}
        says={PRESETS.find(({ name }) => name === kernel)?.title ?? ''}
        onChange={(name) => choose({ kernel: name, change: null })}
      >
        <select
          className="change"
          aria-label="One switch of the kernel"
          value={changes.findIndex(({ key, value }) => key === change?.key && value === change.value)}
          onChange={({ target }) => choose({ change: changes[Number(target.value)] ?? null })}
        >
          <option value={-1}>as it is</option>
          {changes.map(({ key, value }, i) => (
            <option key={`${key}=${value}`} value={i}>
              with {key}={value}
            </option>
          ))}
        </select>
      </Choice>
      <Row label="Machine">
        <div className="sizes">
          <Size name="CPUs" options={FEW} value={cpus} onChange={(n) => choose({ cpus: n })} />
          <Size name="pages" options={FEW} value={pages} onChange={(n) => choose({ pages: n })} />
          <Size name="slots each" options={slots} value={nesting} onChange={(n) => choose({ nesting: n })} />
        </div>
        <p className="hint">
          Every interleaving of the lines of these CPUs is tried. Pages are highmem; page 0 is the one that is handed
          over. So many slots have room for {nesting === 1 ? 'one mapping' : `${String(nesting)} mappings`}.
        </p>
      </Row>
    </>
  );
}

function Size({
  name,
  options,
  value,
  onChange,
}: {
  readonly name: string;
  readonly options: readonly (readonly [value: number, label: ReactNode])[];
  readonly value: number;
  readonly onChange: (n: number) => void;
}): ReactNode {
  return (
    <div className="size">
      <span aria-hidden="true">{name}</span>
      <Segments legend={name} name={`explore ${name}`} options={options} value={value} onChange={onChange} />
    </div>
  );
}
