import { createServices } from '@/services'

/** The one set of services of the running app. */
export const services = createServices()
