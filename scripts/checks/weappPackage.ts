import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { listFiles, sizeOf } from './files'
import { inKb, type Report } from './report'

/** WeChat refuses an upload above these. https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages.html */
const MAX_PACKAGE_BYTES = 2 * 1024 * 1024
const MAX_ALL_BYTES = 30 * 1024 * 1024

interface AppJson {
  subPackages?: { root: string }[]
  subpackages?: { root: string }[]
}

/** Bytes of the main package (named `main`) and of each subpackage of a built mini-program. */
export function measurePackages(folder: string): Map<string, number> {
  const app = JSON.parse(readFileSync(path.join(folder, 'app.json'), 'utf8')) as AppJson
  const roots = (app.subPackages ?? app.subpackages ?? []).map(({ root }) => root.replace(/^\/|\/$/g, ''))
  const sizes = new Map(['main', ...roots].map((name) => [name, 0]))
  for (const file of listFiles(folder)) {
    const owner = roots.find((root) => file.startsWith(`${root}/`)) ?? 'main'
    sizes.set(owner, (sizes.get(owner) ?? 0) + sizeOf(path.join(folder, file)))
  }
  return sizes
}

/** Every package of the built mini-program can be uploaded. The tighter budget of ours stands in .size-limit.json. */
export function checkWeappPackage(folder: string): Report {
  if (!existsSync(path.join(folder, 'app.json'))) {
    return { summary: 'not built', failures: [`${folder}/app.json is missing: was it built?`] }
  }
  const sizes = [...measurePackages(folder)]
  const failures = sizes
    .filter(([, bytes]) => bytes >= MAX_PACKAGE_BYTES)
    .map(([name, bytes]) => `package ${name} has ${inKb(bytes)}; WeChat takes less than ${inKb(MAX_PACKAGE_BYTES)}`)
  failures.push(...sizes.filter(([, bytes]) => bytes === 0).map(([name]) => `package ${name} is empty`))
  const all = sizes.reduce((sum, [, bytes]) => sum + bytes, 0)
  if (all >= MAX_ALL_BYTES) failures.push(`all packages have ${inKb(all)}; WeChat takes ${inKb(MAX_ALL_BYTES)}`)
  return { summary: sizes.map(([name, bytes]) => `${name} ${inKb(bytes)}`).join(', '), failures }
}
