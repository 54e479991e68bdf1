/** A touch as its public id names it: its own id, and the key of the state that it was recorded in. */
export interface NamedTouch {
  readonly touchId: string;
  readonly id: string;
  readonly contactKey: string;
}

const TOUCH_ID = /^t_([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_.:-]{1,128})$/;

/** Undefined for what is no touch id. */
export function readTouchId(touchId: string): NamedTouch | undefined {
  const [, id, contactKey] = TOUCH_ID.exec(touchId) ?? [];
  return id === undefined || contactKey === undefined ? undefined : { touchId, id, contactKey };
}
