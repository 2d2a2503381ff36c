/** Rejects where the browser does not allow it: an insecure address, a frame without permission. */
export function copyText(text: string): Promise<void> {
  const { clipboard } = navigator as { readonly clipboard?: Clipboard };
  return clipboard === undefined ? Promise.reject(new Error('there is no clipboard here')) : clipboard.writeText(text);
}
