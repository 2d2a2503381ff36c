import { createContext } from 'react';

export type MenuItem = {
  readonly label: string;
  /** A few quiet words at the right. */
  readonly hint?: string;
  /** Why it cannot be chosen here; it stays reachable, so that the reason can be read. */
  readonly disabled?: string | null;
  readonly checked?: boolean;
  readonly run?: () => void;
  readonly items?: readonly MenuItem[];
  readonly mono?: boolean;
};
export type MenuSection = {
  readonly title: string | null;
  readonly items: readonly MenuItem[];
  readonly columns?: number;
};

/** A menu that is wanted: below which button, and what is in it at that moment. */
export type MenuRequest = {
  readonly anchor: HTMLElement;
  readonly sections: readonly MenuSection[];
  readonly align: 'start' | 'end';
  /** In two columns, for menus of many sections. */
  readonly wide: boolean;
  /** Opened by a key: the first item is focused at once. */
  readonly byKey: boolean;
  readonly onClose: () => void;
};

/** Opens a menu. There is one for the whole page, made when the first is asked for: hundreds of closed ones would weigh on every step. */
export const MenuContext = createContext<(request: MenuRequest) => void>(() => undefined);
