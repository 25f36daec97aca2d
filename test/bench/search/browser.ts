/** The same in a page of a browser, over IndexedDB. */
import { files } from '@/services/files/files.h5'
import { measureAll } from './measure'

Object.assign(window, { measureSearch: (queries: string[]) => measureAll(files, queries) })
