/**
 * How high a frame would have to be to show all that is in it without scrolling: the stage as low as it may be. Measured in one go: nothing
 * of it is painted.
 */
export function neededHeight(screen: HTMLElement): number {
  screen.classList.add('measured');
  const { height } = screen.getBoundingClientRect();
  screen.classList.remove('measured');
  return Math.ceil(height);
}

/**
 * Tells the height that is needed, and again when it has grown or the frame has another width. While only the sentence gets shorter nothing is
 * told: a frame that shrinks and grows from step to step would make the page around it jump.
 */
export function startEmbedHeight(tell: (height: number) => void): () => void {
  let told = { width: 0, height: 0 };
  const measure = (): void => {
    const screen = document.querySelector<HTMLElement>('.screen');
    if (screen?.querySelector('.stage-picture') === null || screen === null) return;
    const [width, height] = [innerWidth, neededHeight(screen)];
    if (width === told.width && height <= told.height) return;
    told = { width, height };
    tell(height);
  };
  const observer = new ResizeObserver(measure);
  observer.observe(document.documentElement);
  // The sentence, another one at every step, and time come when the rest of the frame is there.
  const watch = new MutationObserver(() => {
    const parts = document.querySelectorAll('.embed-told, .embed-time .transport');
    for (const part of parts) observer.observe(part);
    if (parts.length === 2) watch.disconnect();
  });
  watch.observe(document.body, { childList: true, subtree: true });
  return () => {
    observer.disconnect();
    watch.disconnect();
  };
}
