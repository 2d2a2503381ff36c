/** Which of the texts that the stage comes to show were typed here: they come back in the order they were sent, in their canonical form. */
export type OwnEdits = {
  readonly sent: (canonical: string) => void;
  /** Is the text that is shown now one that was typed here, and not one from elsewhere? */
  readonly isOwn: (shown: string) => boolean;
};

export function ownEdits(): OwnEdits {
  let underWay: readonly string[] = [];
  return {
    sent: (canonical) => (underWay = [...underWay, canonical]),
    isOwn: (shown) => {
      const found = underWay.indexOf(shown);
      // After one from elsewhere nothing that was typed before it holds any more.
      underWay = found === -1 ? [] : underWay.slice(found + 1);
      return found !== -1;
    },
  };
}
