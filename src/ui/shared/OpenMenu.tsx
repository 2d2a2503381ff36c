import { DropdownMenu } from 'radix-ui';
import { useEffect, useRef, type ReactNode } from 'react';
import type { MenuItem, MenuRequest } from './menus.ts';

/** A menu that is open, below its button. Not modal: nothing else on the page is locked or hidden. */
export function OpenMenu({
  request,
  onClose,
}: {
  readonly request: MenuRequest;
  readonly onClose: () => void;
}): ReactNode {
  const { anchor, sections, align, wide, byKey } = request;
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!byKey) return undefined;
    const frame = requestAnimationFrame(() =>
      content.current?.querySelector<HTMLElement>('[role^="menuitem"]')?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [byKey]);
  // A dialog that an item opens gives the focus back to what has it now: not to the item, which goes with the menu.
  const run = (item: MenuItem): void => {
    anchor.focus();
    item.run?.();
  };
  const { left, top, width, height } = anchor.getBoundingClientRect();
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <DropdownMenu.Trigger asChild>
        <span className="menu-anchor" style={{ left, top, width, height }} tabIndex={-1} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={menuRoom()}>
        <DropdownMenu.Content
          ref={content}
          tabIndex={0}
          className={wide ? 'menu wide' : 'menu'}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-labelledby={anchor.id}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            anchor.focus();
          }}
        >
          {sections.map((section) => (
            <DropdownMenu.Group key={section.title ?? section.items[0]?.label ?? ''}>
              {section.title !== null && (
                <DropdownMenu.Label className="menu-title">{section.title}</DropdownMenu.Label>
              )}
              <div className={section.columns === undefined ? undefined : 'menu-grid'}>
                {section.items.map((item) => (
                  <Item key={item.label} item={item} run={run} />
                ))}
              </div>
            </DropdownMenu.Group>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** Menus open inside the main landmark (Screen.tsx), not at the end of the body where no landmark is. */
const menuRoom = (): HTMLElement | null => document.getElementById('menus');

function Item({ item, run }: { readonly item: MenuItem; readonly run: (item: MenuItem) => void }): ReactNode {
  const reason = item.disabled ?? null;
  const inside = <Words item={item} />;
  if (item.items !== undefined && reason === null) {
    return (
      <DropdownMenu.Sub>
        <DropdownMenu.SubTrigger className={item.mono === true ? 'menu-item mono' : 'menu-item'}>
          {inside}
        </DropdownMenu.SubTrigger>
        <DropdownMenu.Portal container={menuRoom()}>
          <DropdownMenu.SubContent tabIndex={0} className="menu" sideOffset={2} collisionPadding={8}>
            {item.items.map((one) => (
              <Item key={one.label} item={one} run={run} />
            ))}
          </DropdownMenu.SubContent>
        </DropdownMenu.Portal>
      </DropdownMenu.Sub>
    );
  }
  if (item.checked !== undefined) {
    return (
      <DropdownMenu.CheckboxItem
        className={item.mono === true ? 'menu-item checkable mono' : 'menu-item checkable'}
        checked={item.checked}
        onSelect={() => run(item)}
      >
        {inside}
      </DropdownMenu.CheckboxItem>
    );
  }
  const disabled = reason !== null;
  return (
    <DropdownMenu.Item
      className={item.mono === true ? 'menu-item mono' : 'menu-item'}
      aria-disabled={disabled}
      onSelect={(event) => {
        if (disabled) event.preventDefault();
        else run(item);
      }}
    >
      {inside}
    </DropdownMenu.Item>
  );
}

/** The label; beside it a hint, or why it cannot be chosen here. */
function Words({ item }: { readonly item: MenuItem }): ReactNode {
  const small = item.disabled ?? item.hint;
  return (
    <>
      <span>{item.label}</span>
      {small !== undefined && <small>{small}</small>}
    </>
  );
}
