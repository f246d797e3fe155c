/** The house's mark: an arch that shelters a light. */
export const Mark = () => (
  <svg viewBox="0 0 32 32" width="2.25rem" height="2.25rem" aria-hidden="true" focusable="false">
    <path
      d="M5 28V15a11 11 0 0 1 22 0v13"
      fill="none"
      stroke="var(--sg-link)"
      strokeWidth="3.2"
      strokeLinecap="round"
    />
    <path
      d="M11 28V15.5a5 5 0 0 1 10 0V28"
      fill="none"
      stroke="var(--sg-link)"
      strokeWidth="2"
      strokeLinecap="round"
      opacity="0.55"
    />
    <circle cx="16" cy="21" r="2.6" fill="#d9962b" />
  </svg>
)
