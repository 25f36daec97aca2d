import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { listFiles } from './files'
import type { Report } from './report'

const EXCERPT_CHARS = 60
const HOSTS_OF_GLOBALS = ['globalThis', 'window', 'self', 'global', 'wx']

/** `eval` or `Function` where `expression` is that global: bare, as `window.eval`, or as `(0, eval)`. */
function evaluatorIn(expression: ts.Expression): string | undefined {
  if (ts.isParenthesizedExpression(expression)) return evaluatorIn(expression.expression)
  if (ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.CommaToken) {
    return evaluatorIn(expression.right)
  }
  if (ts.isIdentifier(expression)) return ['eval', 'Function'].find((name) => name === expression.text)
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) return undefined
  return HOSTS_OF_GLOBALS.includes(expression.expression.text) ? evaluatorIn(expression.name) : undefined
}

const TIMERS = ['setTimeout', 'setInterval']

function isTimerWithCode(node: ts.CallExpression): boolean {
  const [first] = node.arguments
  return (
    ts.isIdentifier(node.expression) &&
    TIMERS.includes(node.expression.text) &&
    first !== undefined &&
    ts.isStringLiteralLike(first)
  )
}

/**
 * Places in `source` that make code out of text. WeChat forbids it, and `Function(src)` there may return something
 * that is no function instead of throwing, so a probe in try/catch is fooled as well: no call of it may ship.
 */
export function findEvaluation(source: string, name = 'source.js'): string[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    const isCall = ts.isCallExpression(node) || ts.isNewExpression(node)
    if (isCall && (evaluatorIn(node.expression) || (ts.isCallExpression(node) && isTimerWithCode(node)))) {
      const start = node.getStart(file)
      const { line, character } = file.getLineAndCharacterOfPosition(start)
      const excerpt = source.slice(Math.max(0, start - EXCERPT_CHARS), start + EXCERPT_CHARS).replace(/\s+/g, ' ')
      found.push(`${name}:${line + 1}:${character + 1}  …${excerpt}…`)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

/** No JavaScript below `folder` evaluates text. */
export function checkNoEval(folder: string): Report {
  const files = listFiles(folder).filter((file) => file.endsWith('.js'))
  const failures = files.flatMap((file) => findEvaluation(readFileSync(path.join(folder, file), 'utf8'), file))
  if (files.length === 0) failures.push(`no JavaScript in ${folder}: was it built?`)
  return { summary: `${failures.length} places in ${files.length} files make code out of text`, failures }
}
