/** What speaks of itself when it is pointed at, tapped, or has the focus. */
export const SPEAKS = '[data-tip], [data-term], [data-left-out]';

/** What tips come and go with. */
export const TIP_EVENTS = ['pointerover', 'click', 'focusin', 'focusout'] as const;
export type TipEvent = (typeof TIP_EVENTS)[number];
