/** Where a waiting photo goes: before which other one, or last (`null`). Pure; `undefined` means it stays. */
export function beforeWhich(
  waiting: readonly string[],
  moving: string,
  toIndex: number,
): string | null | undefined {
  const from = waiting.indexOf(moving);
  if (from < 0) return undefined;
  const rest = waiting.filter((id) => id !== moving);
  const index = Math.max(0, Math.min(rest.length, toIndex));
  if (index === from) return undefined;
  return rest[index] ?? null;
}
