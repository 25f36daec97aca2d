/**
 * Runs first in every realm. It is a script and not a function of ours, because what it makes must come from the realm's
 * own constructors. It takes away what V8 has and WeChat's engines do not promise, and answers with the makers
 * that {@link Realm} needs.
 */
export const prelude = `'use strict';
(function (root) {
  for (const name of ['Intl', 'WebAssembly', 'SharedArrayBuffer', 'Atomics', 'WeakRef', 'FinalizationRegistry']) {
    delete root[name]
  }
  const OwnObject = Object
  root.__useClock = function (now) {
    const System = root.Date
    const Clocked = function Date() {
      if (!new.target) return new System(now()).toString()
      const values = arguments.length === 0 ? [now()] : Array.from(arguments)
      return Reflect.construct(System, values, new.target)
    }
    OwnObject.setPrototypeOf(Clocked, System)
    Clocked.prototype = System.prototype
    Clocked.prototype.constructor = Clocked
    Clocked.now = function () { return now() }
    root.Date = Clocked
  }
  const makers = {
    wrap(call) {
      return function () {
        const answer = call(Array.from(arguments))
        if (!answer[0]) throw answer[1]
        return answer[1]
      }
    },
    object() { return {} },
    array() { return [] },
    buffer(length) { return new ArrayBuffer(length) },
    error(message) { return new Error(message) },
    promise(start) { return new Promise(start) },
    parse(json) { return JSON.parse(json) },
    isOwn(value) { return value instanceof OwnObject },
  }
  // absent in several WeChat versions; last, because it is how this script reached its realm
  delete root.globalThis
  return makers
})(globalThis)`

/** What JavaScriptCore of iOS 11 lacks in its library (the oldest target of the build); syntax is the transpiler's matter. */
export const legacyLibrary = `
for (const name of ['flat', 'flatMap', 'at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with']) {
  delete Array.prototype[name]
}
for (const name of ['at', 'matchAll', 'replaceAll', 'trimStart', 'trimEnd', 'isWellFormed', 'toWellFormed']) {
  delete String.prototype[name]
}
for (const name of ['fromEntries', 'groupBy', 'hasOwn']) delete Object[name]
for (const name of ['allSettled', 'any', 'withResolvers']) delete Promise[name]
delete Promise.prototype.finally
delete Symbol.prototype.description
for (const name of ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'with']) {
  delete Object.getPrototypeOf(Uint8Array.prototype)[name]
}
for (const name of ['BigInt', 'BigInt64Array', 'BigUint64Array', 'AggregateError']) {
  delete this[name]
}`
