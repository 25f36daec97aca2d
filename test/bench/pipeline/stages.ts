import { Session } from 'node:inspector'

/** Stages of the way of a message, by the files of which their code is; the first that fits counts. */
const stages: [name: string, file: RegExp][] = [
  ['frames and packets', /services\/mqtt\/|mqtt|readable|buffer|config\/shims/],
  ['session', /services\/session\/|core\/session\/|services\/listeners|core\/topic/],
  ['stored as text', /core\/message\/storedEntry|core\/payload\/(utf8|base64)/],
  ['journal', /services\/journal\/|services\/history\/|test\/bench\/pipeline\/ours/],
  ['feed and rows', /features\/messages\/|core\/message\/|pages\/messages|core\/payload\//],
]

interface Node {
  id: number
  callFrame: { functionName: string; url: string; lineNumber: number }
  children?: number[]
}
interface Profile {
  nodes: Node[]
  samples: number[]
}

/** Modules of an esbuild bundle by line: it names each where it begins. */
function modulesOf(code: string): string[] {
  let current = ''
  return code.split('\n').map((line) => {
    const name = /^\s*\/\/ ((?:src|test|node_modules|config)\/\S+)$/.exec(line)?.[1]
    if (name !== undefined) current = name
    return current
  })
}

/** Shares of the samples taken while something runs, by stage; what is Node's own or of no stage counts to its caller. */
export async function sharesOf(
  code: string,
  file: string,
  run: () => Promise<unknown>,
): Promise<Record<string, number>> {
  const inspector = new Session()
  inspector.connect()
  const post = <T>(method: string, params?: object) =>
    new Promise<T>((resolve, reject) =>
      inspector.post(method, params, (error, result) => (error ? reject(error) : resolve(result as T))),
    )
  await post('Profiler.enable')
  await post('Profiler.setSamplingInterval', { interval: 200 })
  await post('Profiler.start')
  await run()
  const { profile } = await post<{ profile: Profile }>('Profiler.stop')
  inspector.disconnect()
  return count(profile, modulesOf(code), file)
}

function count({ nodes, samples }: Profile, modules: string[], file: string): Record<string, number> {
  const stageOf = new Map<number, string | undefined>()
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const own = ({ callFrame: { url, lineNumber, functionName } }: Node): string | undefined => {
    if (functionName === '(garbage collector)') return 'garbage collection'
    if (!url.endsWith(file)) return undefined
    const module = modules[lineNumber] ?? ''
    return stages.find(([, pattern]) => pattern.test(module))?.[0]
  }
  const visit = (node: Node, inherited: string | undefined) => {
    const stage = own(node) ?? inherited
    stageOf.set(node.id, stage)
    for (const id of node.children ?? []) {
      const child = byId.get(id)
      if (child) visit(child, stage)
    }
  }
  const [root] = nodes
  if (root) visit(root, undefined)
  const found: Record<string, number> = {}
  for (const id of samples) {
    const stage = stageOf.get(id)
    if (stage !== undefined) found[stage] = (found[stage] ?? 0) + 1
  }
  const total = Object.values(found).reduce((sum, n) => sum + n, 0)
  return Object.fromEntries(Object.entries(found).map(([name, n]) => [name, n / total]))
}
