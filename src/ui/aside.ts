import { createContext } from 'react'

/** Whether this stands beside the page in front, as on H5 the list in a wide window: the page alone is what is read. */
export const AsideContext = createContext(false)
