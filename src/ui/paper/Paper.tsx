import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import '../../viz/picture.css';
import { drawPicture } from '../../viz/picture.ts';
import { useGetState } from '../shared/app.ts';
import { pictureData } from '../stage/picture-data.ts';
import './paper.css';

/** What goes on paper in place of the page: the picture of this moment, with its link below it, and the text of the whole run. */
export function Paper({ link }: { readonly link: () => string }): ReactNode {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    // The browser prints as soon as its listeners return: what is to be on the paper has to be there by then.
    const begin = (): void => flushSync(() => setPrinting(true));
    const end = (): void => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return printing ? <Sheets link={link} /> : null;
}

function Sheets({ link }: { readonly link: () => string }): ReactNode {
  const [state] = useState(useGetState());
  const picture = useRef<SVGSVGElement>(null);
  useLayoutEffect(() => {
    const svg = picture.current;
    if (svg === null || state.session === null) return undefined;
    drawPicture(svg, pictureData(state, link()));
    return () => svg.replaceChildren();
  }, [state, link]);
  if (state.session === null) return null;
  return (
    <article className="paper picture-host still" aria-hidden="true">
      <svg className="picture" ref={picture} />
      <pre>{state.session.text}</pre>
    </article>
  );
}
