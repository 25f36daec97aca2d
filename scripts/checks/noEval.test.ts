import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { checkNoEval, findEvaluation } from './noEval'

describe('code out of text', () => {
  test.each([
    ['a direct eval', 'eval("1")'],
    ['an indirect eval', '(0, eval)("1")'],
    ['a Function call', 'var root = Function("return this")()'],
    ['a constructed Function', 'try { return this || new Function("return this")() } catch (e) {}'],
    ['one without parentheses', 'f = new Function'],
    ['a Function of the global object', 'globalThis.Function("return this")()'],
    ['a timer that is given text', 'setTimeout("tick()", 10)'],
  ])('%s is found', (_, source) => expect(findEvaluation(`!function () { ${source} }()`)).toHaveLength(1))

  test.each([
    ['a longer name', 'isFunction(x); evaluate(x); x.toFunction(y)'],
    ['a method of that name', 'z.lazy.Function(x); parser.eval(x)'],
    ['a mention in text', 'throw Error("do not call eval(x) or new Function(x)")'],
    ['a comment', '/* Function("return this") */ // eval(x)'],
    ['a comparison', 'x instanceof Function; typeof Function === "function"'],
    ['a timer that is given a function', 'setTimeout(() => tick(), 10)'],
  ])('%s is none', (_, source) => expect(findEvaluation(source)).toEqual([]))

  test('the place and its surroundings are named', () => {
    expect(findEvaluation('one()\ntwo(eval("x"))', 'app.js')).toEqual([
      expect.stringMatching(/^app\.js:2:5 {2}.*two\(eval\("x"\)\)/),
    ])
  })
})

describe('a built folder', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'homing-eval-'))))
  afterEach(() => rmSync(folder, { recursive: true }))

  test('fails for one bad file among good ones', () => {
    writeFileSync(path.join(folder, 'good.js'), 'run()')
    writeFileSync(path.join(folder, 'bad.js'), 'Function("return this")()')
    expect(checkNoEval(folder).failures).toEqual([expect.stringContaining('bad.js:1:1')])
  })

  test('fails when nothing was built', () => expect(checkNoEval(folder).failures).toHaveLength(1))
})
