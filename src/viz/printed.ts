/** Words in lines of at most so many letters; a longer word has a line of its own. */
export function wrapped(text: string, letters: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A link of more characters fills the picture; it stands whole in the description then, which every copy of the file keeps. */
const MOST_PRINTED = 1_900;

/** A link as it is printed: broken anywhere, for it has no spaces. */
export function printed(link: string, letters: number): readonly string[] {
  if (link.length > MOST_PRINTED)
    return [`The link of this picture has ${String(link.length)} characters: it is in the description of the SVG.`];
  return link.match(new RegExp(`.{1,${String(letters)}}`, 'gsu')) ?? [];
}
