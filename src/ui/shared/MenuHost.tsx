import { useState, type ReactNode } from 'react';
import { MenuContext, type MenuRequest } from './menus.ts';
import { part } from './Part.tsx';

/** What it is, as the beginning of a sentence. */
export const MENU_PART = 'This menu';

const OpenMenu = part(MENU_PART, async () => (await import('./OpenMenu.tsx')).OpenMenu);

/** The place of the one menu that may be open. */
export function MenuHost({ children }: { readonly children: ReactNode }): ReactNode {
  const [request, setRequest] = useState<MenuRequest | null>(null);
  const close = (): void => {
    request?.onClose();
    setRequest(null);
  };
  return (
    <MenuContext value={setRequest}>
      {children}
      {request !== null && <OpenMenu key={request.anchor.id} request={request} onClose={close} onLost={close} />}
    </MenuContext>
  );
}
