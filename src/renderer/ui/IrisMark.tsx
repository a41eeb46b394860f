/** The product's mark: an iris and its pupil, in the accent. */
export function IrisMark({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="9" fill="none" stroke="var(--accent)" strokeWidth="2" />
      <circle cx="12" cy="12" r="3.6" fill="var(--accent)" />
    </svg>
  );
}
