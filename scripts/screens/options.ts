import { parseArgs } from 'node:util'
import type { Language } from '../../src/i18n/t'
import type { PlatformName, Theme } from '../../test/support/app/screens'

export const HELP = `npm run screens          every screen and state × light, dark × zh-CN, en × H5, mini-program, as PNG

--only <text>,…          screens whose name has one of these
--platform h5|weapp      one platform
--language zh-CN|en      one language
--theme light|dark       one theme
--design <folder>        the design's pictures, to stand beside those of the same name
--out <folder>           where the pictures go; screens/ when not given
--resume                 go on where a run was ended: pictures that are there stay
--build                  build the app first, even if it is there`

export interface Options {
  only: string[]
  platforms: PlatformName[]
  languages: Language[]
  themes: Theme[]
  design: string | undefined
  out: string
  isBuilding: boolean
  isResuming: boolean
}

/** @throws Error naming the option that is not known, or its value */
export function optionsOf(args: string[]): Options | 'help' {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args,
    options: {
      only: text,
      platform: text,
      language: text,
      theme: text,
      design: text,
      out: text,
      build: { type: 'boolean' },
      resume: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return 'help'
  return {
    only: values.only?.split(',') ?? [],
    platforms: oneOf('platform', values.platform, ['h5', 'weapp']),
    languages: oneOf('language', values.language, ['zh-CN', 'en']),
    themes: oneOf('theme', values.theme, ['light', 'dark']),
    design: values.design,
    out: values.out ?? 'screens',
    isBuilding: values.build ?? false,
    isResuming: values.resume ?? false,
  }
}

function oneOf<T extends string>(name: string, given: string | undefined, known: T[]): T[] {
  if (given === undefined) return known
  const found = known.filter((each) => each === given)
  if (found.length === 0) throw new Error(`--${name} is one of ${known.join(', ')}`)
  return found
}
