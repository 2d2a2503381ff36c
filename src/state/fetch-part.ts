import type { ViewCommands } from './view-commands.ts';

/**
 * A part of the page that comes when it is asked for. One that cannot be fetched is said in a sentence, and the rest goes on.
 *
 * @param what it is, as the beginning of the sentence: `The editor`
 * @returns null when it could not be fetched
 */
export async function fetchPart<Part>(
  { showBanner }: Pick<ViewCommands, 'showBanner'>,
  what: string,
  load: () => Promise<Part>,
): Promise<Part | null> {
  try {
    return await load();
  } catch {
    showBanner({ kind: 'problem', text: `${what} ${COULD_NOT}`, action: null });
    return null;
  }
}

const COULD_NOT = 'could not be fetched. Everything else goes on; ask for it again when the connection is back.';
