/*
 * Stands in for the free identifier `globalThis`, which some WeChat versions lack or shadow (ProvidePlugin target). Enough to
 * look features up; `global` would make webpack reach for it by `new Function`, which WeChat answers with no function.
 */
module.exports = {
  ...{ setTimeout, clearTimeout, setInterval, clearInterval },
  ...{ Object, Array, Promise, Symbol, Map, Set, WeakMap, WeakSet, Error, Date, Math, JSON },
  ...{ ArrayBuffer, DataView, Uint8Array },
}
