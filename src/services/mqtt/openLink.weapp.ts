/** Loaded with the app: what is loaded later breaks in a mini-program (ADR 0021). */
export { openLink } from './link'
