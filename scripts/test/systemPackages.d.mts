/** Debian packages this machine lacks of those that the end-to-end tests use. */
export function missingPackages(): string[]

/** Installs them on Debian as root; does nothing elsewhere. Never throws. */
export function installSystemPackages(): void
