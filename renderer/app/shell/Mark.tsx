/** Two profiles, one in front of the other: who acts, and who stands in. */
export function Mark({ size = 18, className }: { readonly size?: number; readonly className?: string }) {
  return (
    <svg className={className} width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden="true">
      <ellipse cx="12.2" cy="10" rx="5.3" ry="7.2" stroke="currentColor" strokeWidth="1.4" opacity="0.55" />
      <ellipse cx="7.8" cy="10" rx="5.3" ry="7.2" stroke="var(--accent)" strokeWidth="1.4" />
    </svg>
  );
}
