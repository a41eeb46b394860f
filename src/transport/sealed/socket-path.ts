/** Where the studio's socket is. */
export const socketPath = '/companion';
/** The one event on it: a frame of bytes. */
export const frameEvent = 'frame';
