export const exitCodes = { allDone: 0, someFailed: 1, usage: 2 } as const;
