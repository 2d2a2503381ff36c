import type { ReactNode } from 'react';
import type { Config } from '../../model/config.ts';
import { LENSES, THEMES, type DialogName, type Lens, type Theme } from '../../state/state.ts';
import { CostsButton } from '../costs/CostsButton.tsx';
import { Icon } from '../shared/Icon.tsx';
import { MenuButton } from '../shared/MenuButton.tsx';
import type { MenuItem, MenuSection } from '../shared/menus.ts';

export type TopBarProps = {
  readonly title: string;
  readonly kernel: string;
  readonly config: Config;
  readonly theme: Theme;
  readonly projector: boolean;
  readonly lens: Lens;
  readonly editing: boolean;
  readonly exploring: boolean;
  readonly onExplore: () => void;
  readonly onDialog: (dialog: DialogName) => void;
  /** The kernels to choose from; null when they could not be fetched, and that has been said. */
  readonly kernels: () => Promise<readonly MenuSection[] | null>;
  readonly onTheme: (theme: Theme) => void;
  readonly onLens: (lens: Lens) => void;
  readonly onProjector: (projector: boolean) => void;
  readonly onText: () => void;
};

const THEME_WORDS: { readonly [T in Theme]: string } = {
  auto: 'As the system',
  light: 'Light',
  dark: 'Dark',
  contrast: 'High contrast',
};

/** What one is looking at, and what one can do with the whole of it. */
export function TopBar(props: TopBarProps): ReactNode {
  const { title, kernel, theme, lens, onDialog } = props;
  const { cpus, pages } = props.config.sizes;
  return (
    <header className="top">
      <strong className="wordmark">kmapscope</strong>
      <button
        type="button"
        className="title-button"
        onClick={() => onDialog('library')}
        data-tip="Open another scenario. Key: o"
      >
        <span>{title === '' ? 'Untitled run' : title}</span>
        <Icon name="down" size={12} />
      </button>
      <MenuButton className="box" label={`Kernel: ${kernel}`} sections={props.kernels}>
        <span className="mono">{kernel}</span>
        <Icon name="down" size={12} />
      </MenuButton>
      <button
        type="button"
        className="box"
        onClick={() => onDialog('machine')}
        aria-label={`Machine: ${String(cpus)} CPUs, ${String(pages)} pages`}
      >
        {cpus} CPUs
      </button>
      <MenuButton className="box lens" label={`Lens: ${lens}`} sections={() => lensSections(props)}>
        {LENS_WORDS[lens].name}
        <Icon name="down" size={12} />
      </MenuButton>
      <nav aria-label="The whole run">
        <button type="button" className="flat" aria-label="Text" aria-pressed={props.editing} onClick={props.onText}>
          <Icon name="text" /> <span className="wide-only">Text</span>
        </button>
        <button
          type="button"
          className="flat"
          aria-label="Compare"
          id="compare-opener"
          onClick={() => onDialog('compare')}
          data-tip="Run the same schedule on other kernels beside this one. Key: C"
        >
          <Icon name="compare" /> <span className="wide-only">Compare</span>
        </button>
        <button
          type="button"
          className="flat"
          aria-label="Explore"
          id="explore-opener"
          aria-pressed={props.exploring}
          onClick={props.onExplore}
          data-tip="Can this ever fault? Key: e"
        >
          <Icon name="explore" /> <span className="wide-only">Explore</span>
        </button>
        <CostsButton />
        <MenuButton
          className="flat"
          label={`Theme: ${THEME_WORDS[theme]}`}
          align="end"
          sections={() => themeSections(props)}
        >
          <Icon name="sun" />
        </MenuButton>
        <button
          type="button"
          className="flat help"
          onClick={() => onDialog('help')}
          aria-label="Help and keys"
          data-tip="Help and keys. Key: ?"
        >
          ?
        </button>
        <button type="button" className="solid" onClick={() => onDialog('share')} data-tip="Share this run. Key: s">
          Share
        </button>
      </nav>
    </header>
  );
}

const LENS_WORDS: { readonly [L in Lens]: { readonly name: string; readonly hint: string } } = {
  beginner: { name: 'Beginner', hint: 'CPUs, slots, pages and the story' },
  engineer: { name: 'Engineer', hint: 'addresses, PTE words, the routine, costs' },
  everything: { name: 'Everything', hint: 'and every field of every word' },
};

/** How much is shown; the machine is the same under each. */
function lensSections({ lens, onLens }: TopBarProps): readonly MenuSection[] {
  const items = LENSES.map((one): MenuItem => {
    const { name, hint } = LENS_WORDS[one];
    return { label: name, hint, checked: one === lens, run: () => onLens(one) };
  });
  return [{ title: 'how much is shown', items }];
}

/** Where there is no room for the button of the lens, as on a phone and in a room, the lens is chosen here. */
function lensElsewhere(props: TopBarProps): readonly MenuSection[] {
  return document.querySelector('.top .lens')?.checkVisibility() === false ? lensSections(props) : [];
}

function themeSections(props: TopBarProps): readonly MenuSection[] {
  const { theme, projector, onTheme, onProjector } = props;
  return [
    {
      title: 'theme',
      items: THEMES.map((one) => ({ label: THEME_WORDS[one], checked: one === theme, run: () => onTheme(one) })),
    },
    {
      title: 'room',
      items: [{ label: 'Projector: larger type', checked: projector, run: () => onProjector(!projector) }],
    },
    ...lensElsewhere(props),
  ];
}
